"""What English has its own words for: months, money, units, abbreviations."""

from __future__ import annotations

from revive.speech.normalisation.rules import alternatives

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


SHORT_MONTHS = {name[:3]: name for name in MONTHS} | {"Sept": "September"}


MONTH = rf"(?:{alternatives(MONTHS)}|(?:{alternatives(SHORT_MONTHS)})\b\.?)"


DAYS = {"Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Weds": "Wednesday", "Thu": "Thursday",
         "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday"}  # fmt: skip


NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?![\d-])|\d+)(?:\.\d+)?"


MAGNITUDES = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "bn": "billion", "b": "billion",
        "B": "billion", "tn": "trillion", "hundred": "hundred", "thousand": "thousand", "million": "million",
        "billion": "billion", "trillion": "trillion"}  # fmt: skip


CURRENCIES = {  # sign -> one, many, one and many of its parts
    "$": ("dollar", "dollars", "cent", "cents"), "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"), "¥": ("yen", "yen", "", ""), "₹": ("rupee", "rupees", "paisa", "paise"),
    "Rs": ("rupee", "rupees", "paisa", "paise"), "₩": ("won", "won", "", ""), "₺": ("lira", "lira", "", ""),
    "USD": ("U.S. dollar", "U.S. dollars", "cent", "cents"), "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"), "US$": ("U.S. dollar", "U.S. dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
}  # fmt: skip


CURRENCY = alternatives(CURRENCIES)


UNITS = {  # as typed -> one, many; "metre" is "meter" in America
    "km/h": ("kilometre per hour", "kilometres per hour"), "kmh": ("kilometre per hour", "kilometres per hour"),
    "kph": ("kilometre per hour", "kilometres per hour"), "m/s": ("metre per second", "metres per second"),
    "mph": ("mile per hour", "miles per hour"), "km²": ("square kilometre", "square kilometres"),
    "m²": ("square metre", "square metres"), "sqm": ("square metre", "square metres"), "m2": ("square metre", "square metres"),
    "sq m": ("square metre", "square metres"), "sq ft": ("square foot", "square feet"), "ft²": ("square foot", "square feet"),
    "cm²": ("square centimetre", "square centimetres"), "m³": ("cubic metre", "cubic metres"), "m3": ("cubic metre", "cubic metres"),
    "cm³": ("cubic centimetre", "cubic centimetres"), "km": ("kilometre", "kilometres"), "kms": ("kilometre", "kilometres"),
    "cm": ("centimetre", "centimetres"), "cms": ("centimetre", "centimetres"), "mm": ("millimetre", "millimetres"),
    "m": ("metre", "metres"), "mi": ("mile", "miles"), "yd": ("yard", "yards"), "yds": ("yard", "yards"),
    "ft": ("foot", "feet"), "kg": ("kilogram", "kilograms"), "kgs": ("kilogram", "kilograms"), "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"), "t": ("tonne", "tonnes"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"), "st": ("stone", "stone"), "l": ("litre", "litres"), "L": ("litre", "litres"),
    "ml": ("millilitre", "millilitres"), "mL": ("millilitre", "millilitres"), "cl": ("centilitre", "centilitres"),
    "pt": ("pint", "pints"), "pts": ("pint", "pints"), "gal": ("gallon", "gallons"), "qt": ("quart", "quarts"),
    "tsp": ("teaspoon", "teaspoons"), "tsps": ("teaspoon", "teaspoons"), "tbsp": ("tablespoon", "tablespoons"),
    "tbsps": ("tablespoon", "tablespoons"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "h": ("hour", "hours"),
    "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "s": ("second", "seconds"), "ms": ("millisecond", "milliseconds"), "yr": ("year", "years"), "yrs": ("year", "years"),
    "wk": ("week", "weeks"), "wks": ("week", "weeks"), "mth": ("month", "months"), "mths": ("month", "months"),
    "kW": ("kilowatt", "kilowatts"), "kWh": ("kilowatt hour", "kilowatt hours"), "W": ("watt", "watts"),
    "V": ("volt", "volts"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"),
    "kcal": ("kilocalorie", "kilocalories"), "cal": ("calorie", "calories"), "kB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"), "px": ("pixel", "pixels"),
    "bpm": ("beat per minute", "beats per minute"), "rpm": ("revolution per minute", "revolutions per minute"),
    "doz": ("dozen", "dozen"), "pkg": ("package", "packages"), "pkt": ("packet", "packets"),
}  # fmt: skip


EACH = ("kg", "km", "cm", "mm", "lb", "oz", "hr", "yd", "ml", "tsp", "tbsp", "mph", "yr", "wk")  # behind "a" or "per"
ABBREVIATIONS = {  # wherever they stand
    "e.g.": "for example", "eg.": "for example", "i.e.": "that is", "etc.": "et cetera", "etc": "et cetera", "vs.": "versus",
    "vs": "versus", "approx.": "approximately", "dept.": "department", "govt.": "government", "Bros.": "Brothers",
    "Ltd.": "Limited", "Ltd": "Limited", "Inc.": "Incorporated", "Corp.": "Corporation", "Ave.": "Avenue", "Blvd.": "Boulevard",
    "Blvd": "Boulevard", "Rd.": "Road", "Rd": "Road", "Sq.": "Square", "Ln.": "Lane", "Hwy.": "Highway", "Hwy": "Highway",
    "Apt.": "Apartment", "Mt.": "Mount", "Ft.": "Fort", "Mr.": "Mister", "Mr": "Mister", "Mrs.": "Missus", "Mrs": "Missus",
    "Messrs.": "Messieurs", "Ms.": "Ms", "Drs.": "Doctors", "Profs.": "Professors", "Prof.": "Professor", "Prof": "Professor", "PhD": "PHD", "Ph.D.": "PHD", "BSc": "BSC", "MSc": "MSC",
    "Jr.": "Junior", "Jr": "Junior", "Sr.": "Senior", "Capt.": "Captain", "Lieut.": "Lieutenant", "Lt.": "Lieutenant",
    "Sgt.": "Sergeant", "Cpl.": "Corporal", "Pvt.": "Private", "Maj.": "Major", "Col.": "Colonel", "Gen.": "General",
    "Cmdr.": "Commander", "Adm.": "Admiral", "Gov.": "Governor", "Sen.": "Senator", "Pres.": "President", "Hon.": "Honourable",
    "Revd.": "Reverend", "Revd": "Reverend", "w/o": "without", "w/": "with", "b/c": "because", "c/o": "care of", "pls": "please",
    "plz": "please", "thx": "thanks", "Xmas": "Christmas", "xmas": "Christmas", "bday": "birthday", "b'day": "birthday",
    "hubby": "hubby", "WWII": "World War Two", "WW2": "World War Two", "WWI": "World War One", "WW1": "World War One",
    "a.k.a.": "also known as", "aka": "also known as", "R.S.V.P.": "RSVP", "est.": "established",
}  # fmt: skip


BEFORE_NUMBER = {"c.": "circa", "ca.": "circa", "c": "circa", "b.": "born", "d.": "died", "m.": "married", "p.": "page",
                  "pp.": "pages", "pg.": "page", "No.": "number", "no.": "number", "Nos.": "numbers", "nos.": "numbers",
                  "№": "number", "#": "number", "vol.": "volume", "Vol.": "Volume", "ch.": "chapter", "Ch.": "Chapter",
                  "tel.": "telephone", "Tel.": "Telephone", "Tel": "Telephone", "fig.": "figure", "Fig.": "Figure",
                  "Rm.": "Room", "rm.": "room", "Flt.": "Flight", "est.": "established", "ext.": "extension", "§": "section",
                  "~": "about", "≈": "about", "v.": "verse"}  # fmt: skip


ROYAL = (
    "King|Queen|Prince|Princess|Emperor|Empress|Tsar|Czar|Kaiser|Pope|Saint|Henry|Edward|Edwards|George|William|Richard|"
    "Charles|James|Elizabeth|Mary|Louis|Philip|Felipe|Carlos|Juan|Alfonso|Ferdinand|Francis|Frederick|Friedrich|Wilhelm|"
    "Otto|Peter|Catherine|Alexander|Nicholas|Ivan|Paul|John|Pius|Leo|Benedict|Gregory|Clement|Innocent|Urban|Napoleon|"
    "Christian|Haakon|Olav|Harald|Gustav|Margrethe|Beatrix|Albert|Leopold|Victor|Umberto|Ramses|Ramesses|Cleopatra|Xerxes|"
    "Darius|Constantine|Robert|Stephen|Michael|Max|Maximilian|Rudolf|Ludwig|Sixtus|Callixtus|Boniface"
)


NUMBERED = (
    "War|Part|Act|Scene|Chapter|Volume|Book|Phase|Type|Class|Grade|Level|Stage|Section|Article|Title|Apollo|Rocky|Bowl|"
    "Olympiad|Mark|Version|Episode|Season|Schedule|Round"
)


ROMAN = r"(?=[IVXLC]+\b)(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


FRACTIONS = {2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters")}


DAY_PARTS = (
    r"in the (?:morning|afternoon|evening)|at night|tonight|tomorrow|this (?:morning|afternoon|evening)|o'clock|sharp"
)


AMPM = r"(?P<half>[AaPp])\.?\s?[Mm](?:\b|\.)(?![A-Za-z])"


TOP_DOMAINS = "com|org|net|co|uk|us|edu|gov|info|io|ie|au|ca|nz|de|fr|es|it|eu|me|tv|app|family|in|za"


WEB = rf"(?:https?://)?(?:[\w-]+\.)+(?:{TOP_DOMAINS})\b(?:/[\w./?=&%#-]*[\w/])?"


ADDRESS = {".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", "?": "question mark", "=": "equals",
            "&": "and", "#": "hash", "%": "percent", ":": "colon", "+": "plus"}  # fmt: skip
