"""The month at work: its periods and due days, what is typed into it, what it shows and checks, and undoing."""
