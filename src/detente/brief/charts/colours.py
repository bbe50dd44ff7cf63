"""The colours of all charts: neutral, apart in lightness, none for a party.

Parties are told apart by their place and label. The colours survive a greyscale printer, and avoid red against green.
"""

INK = "#1c2630"
MUTED = "#55616d"
RULE = "#d9dde1"
PALE = "#c3c9cf"
MIDDLE = "#7d8994"
PETROL = "#1d5866"
OCHRE = "#b5651d"
WASH = "#f1f4f4"
WHITE = "#ffffff"
GRID = "#e6e9ec"
