"""Each part of the house measured by itself, on labelled data of its own."""
