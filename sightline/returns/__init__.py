"""What the authority tells the Department for Education and Ofsted."""
