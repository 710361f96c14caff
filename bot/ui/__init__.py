"""How things look and answer: messages, buttons, forms, pages, error sentences. The first room that knows discord."""
