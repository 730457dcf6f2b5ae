"""Word tables and the gazetteer: data with a thin loader."""
