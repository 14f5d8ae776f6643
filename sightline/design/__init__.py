"""Page furniture: the GOV.UK and Ministry of Justice components that every page is made of."""
