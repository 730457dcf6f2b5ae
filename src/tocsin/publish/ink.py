"""Colours of the pictures. The page's style sheet swaps each for a darker page's, so a picture is made only once."""

from __future__ import annotations

INK = "#16191d"
QUIET = "#5a626c"
RULE = "#d9dce0"
PAPER = "#ffffff"
SEA = "#eaf0f4"
LAND = "#fbfaf8"
ABROAD = "#f0f0ee"
BORDER = "#b4bac1"
TRACE = "#d3d7dc"
DISC = "#a8340f"

#: Lines of speakers: apart for colour-blind eyes (after Okabe and Ito, darkened until each has 4.5:1 on white as text)
#: and told apart by dashes too.
SPEAKERS = ("#0b5c9e", "#a8440a", "#04704f", "#8a3a74", "#665600")
DASHES: tuple[tuple[int, ...], ...] = ((), (7, 3), (2, 3), (9, 3, 2, 3), (4, 4))
OTHERS = QUIET

#: light -> dark; each dark ink has 4.5:1 or more on the dark page.
DARK = {
    INK: "#e8e6e1",
    QUIET: "#a3abb5",
    RULE: "#343a42",
    PAPER: "#14171b",
    SEA: "#181d23",
    LAND: "#262b31",
    ABROAD: "#1d2126",
    BORDER: "#4d555f",
    TRACE: "#3b424b",
    DISC: "#f08a63",
    "#0b5c9e": "#7db8f0",
    "#a8440a": "#f2995f",
    "#04704f": "#5fcba5",
    "#8a3a74": "#e09fcd",
    "#665600": "#d1bf5c",
}
