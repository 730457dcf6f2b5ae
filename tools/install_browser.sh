#!/bin/sh
# A headless Chromium for the tests that look at the page as a person would; they are skipped where none can be had.
set -u
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
echo "no Chromium found and none could be installed: browser tests will be skipped" >&2
