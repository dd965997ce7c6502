"""How the reader's weights were made. README.md is their card; nothing here is needed to run Sayso."""
