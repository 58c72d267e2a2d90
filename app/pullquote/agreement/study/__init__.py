"""What is compared: the labels of a project in columns, and which of them count."""
