"""The room where one labels: the list, the text, the side panel, and what joins them."""
