"""What all our pages need towards a browser: files, headers, the language it asks for, open streams."""
