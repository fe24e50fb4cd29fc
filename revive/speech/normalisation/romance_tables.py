"""The words of Spanish, French, Italian and Portuguese by which their rules differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from revive.speech.normalisation.numbers import cardinal


@dataclass(frozen=True)
class Table:
    """The words of a language.

    Attributes
    ----------
    titles, abbreviations : as they are typed -> as they are said; titles stand before a name
    before_number : abbreviations that are only ones before a figure
    of : between the day, the month and the year
    first : what the first of a month is called
    to, and_, percent, by, equals, plus : what stands for -, &, %, x, = and +
    half : ½ alone; `and_half` behind a number
    parts : names of fractions by the number below the line
    hour : hour, minute (None at the full hour) and locale -> the time in words
    cents : one and many of the parts of a euro
    one, feminine_one : 1 before a noun
    of_money : between an amount and its parts
    at, dot : in an address
    """

    titles: dict[str, str]
    abbreviations: dict[str, str]
    before_number: dict[str, str]
    of: str
    first: str
    to: str
    and_: str
    percent: str
    by: str
    equals: str
    plus: str
    half: str
    and_half: str
    parts: dict[int, str]
    hour: Callable[[int, int | None, str], str]
    cents: tuple[str, str]
    one: str
    feminine_one: str
    of_money: str
    at: str
    dot: str


def _hour_and(and_: str) -> Callable[[int, int | None, str], str]:
    """Hour and minute with a word between them."""

    def said(hour: int, minute: int | None, locale: str) -> str:
        begin = "una" if hour == 1 else cardinal(hour, locale)
        return f"{begin} {and_} {cardinal(minute, locale)}" if minute else begin

    return said


def _french_hour(hour: int, minute: int | None, locale: str) -> str:
    said = f"{'une' if hour == 1 else cardinal(hour, locale)} heure{'s' if hour > 1 else ''}"
    return f"{said} {cardinal(minute, locale)}" if minute else said


def _portuguese_hour(hour: int, minute: int | None, locale: str) -> str:
    said = PORTUGUESE_HOURS.get(hour) or cardinal(hour, locale)
    if minute:
        return f"{said} e {cardinal(minute, locale)}"
    return f"{said} hora{'' if hour == 1 else 's'}"


PORTUGUESE_HOURS = {1: "uma", 2: "duas", 21: "vinte e uma", 22: "vinte e duas"}
TABLES = {
    "es": Table(
        titles={"Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores", "Dr.": "doctor", "Dra.": "doctora",
                "D.": "don", "D.ª": "doña", "Dª": "doña", "Dña.": "doña", "Prof.": "profesor", "Profa.": "profesora",
                "Ing.": "ingeniero", "Lic.": "licenciado", "Lcdo.": "licenciado", "Sto.": "santo", "Sta.": "santa", "Gral.": "general",
                "Pdte.": "presidente", "Mons.": "monseñor", "P.": "padre", "Fr.": "fray", "Sr": "señor", "Sra": "señora", "Dr": "doctor", "Dra": "doctora"},
        abbreviations={"Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "Vds.": "ustedes", "etc.": "etcétera", "p. ej.": "por ejemplo",
                       "p.ej.": "por ejemplo", "EE. UU.": "Estados Unidos", "EE.UU.": "Estados Unidos", "Avda.": "avenida", "Av.": "avenida",
                       "C/": "calle ", "Pza.": "plaza", "Pl.": "plaza", "dcha.": "derecha", "izda.": "izquierda", "izq.": "izquierda", "Cía.": "compañía",
                       "a. C.": "antes de Cristo", "d. C.": "después de Cristo", "a.C.": "antes de Cristo", "d.C.": "después de Cristo", "aprox.": "aproximadamente",
                       "tel.": "teléfono", "Tel.": "teléfono", "tfno.": "teléfono", "P. D.": "posdata", "P.D.": "posdata", "q.e.p.d.": "que en paz descanse",
                       "ptas.": "pesetas", "pta.": "peseta", "xq": "porque", "tqm": "te quiero mucho", "TQM": "te quiero mucho"},
        before_number={"n.º": "número", "nº": "número", "n°": "número", "Nº": "número", "N.º": "número", "núm.": "número", "Núm.": "número", "№": "número",
                       "pág.": "página", "págs.": "páginas", "p.": "página", "cap.": "capítulo", "vol.": "volumen", "art.": "artículo", "#": "número", "c.": "hacia", "hab.": "habitación"},
        of="de", first="uno", to="a", and_="y", percent="por ciento", by="por", equals="igual a", plus="más",
        half="medio", and_half="y medio", parts={2: "medio", 3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 8: "octavo", 10: "décimo"},
        hour=_hour_and("y"), cents=("céntimo", "céntimos"), one="un", feminine_one="una", of_money="con", at="arroba", dot="punto",
    ),
    "fr": Table(
        titles={"M.": "monsieur", "Mme": "madame", "Mme.": "madame", "Mmes": "mesdames", "Mlle": "mademoiselle", "Mlle.": "mademoiselle", "MM.": "messieurs",
                "Dr": "docteur", "Dr.": "docteur", "Pr": "professeur", "Pr.": "professeur", "Me": "maître", "Mgr": "monseigneur", "St": "saint", "Ste": "sainte",
                "St-": "saint ", "Ste-": "sainte ", "Vve": "veuve", "Gén.": "général", "Cap.": "capitaine"},
        abbreviations={"etc.": "et cetera", "p. ex.": "par exemple", "c.-à-d.": "c'est-à-dire", "av. J.-C.": "avant Jésus-Christ", "apr. J.-C.": "après Jésus-Christ",
                       "J.-C.": "Jésus-Christ", "bd": "boulevard", "Bd": "boulevard", "bd.": "boulevard", "av.": "avenue", "Av.": "avenue", "tél.": "téléphone", "Tél.": "téléphone", "env.": "environ",
                       "Cie": "compagnie", "Cie.": "compagnie", "s.v.p.": "s'il vous plaît", "svp": "s'il vous plaît", "SVP": "s'il vous plaît", "stp": "s'il te plaît", "rdv": "rendez-vous", "RDV": "rendez-vous",
                       "P.-S.": "post-scriptum", "jr": "junior", "appt": "appartement", "bcp": "beaucoup"},
        before_number={"n°": "numéro", "N°": "numéro", "no": "numéro", "nº": "numéro", "№": "numéro", "p.": "page", "pp.": "pages", "chap.": "chapitre", "vol.": "volume", "art.": "article", "#": "numéro", "v.": "vers", "ch.": "chambre"},
        of="", first="premier", to="à", and_="et", percent="pour cent", by="par", equals="égale", plus="plus",
        half="un demi", and_half="et demi", parts={2: "demi", 3: "tiers", 4: "quart", 5: "cinquième", 6: "sixième", 8: "huitième", 10: "dixième"},
        hour=_french_hour, cents=("centime", "centimes"), one="un", feminine_one="une", of_money="", at="arobase", dot="point",
    ),
    "it": Table(
        titles={"Sig.": "signor", "Sig.ra": "signora", "Sig.na": "signorina", "Sigg.": "signori", "Sig.re": "signore", "Dott.": "dottor", "Dott.ssa": "dottoressa", "Dr.": "dottor", "Dr.ssa": "dottoressa",
                "Prof.": "professor", "Prof.ssa": "professoressa", "Ing.": "ingegner", "Avv.": "avvocato", "Geom.": "geometra", "Rag.": "ragionier", "Arch.": "architetto", "Cav.": "cavalier",
                "On.": "onorevole", "Mons.": "monsignor", "S.": "san", "Sen.": "senatore", "Gen.": "generale", "Cap.": "capitano", "Egr.": "egregio", "Gent.ma": "gentilissima", "Gent.mo": "gentilissimo"},
        abbreviations={"ecc.": "eccetera", "etc.": "eccetera", "p. es.": "per esempio", "p.es.": "per esempio", "ad es.": "ad esempio", "a.C.": "avanti Cristo", "d.C.": "dopo Cristo", "C.so": "corso",
                       "P.za": "piazza", "P.zza": "piazza", "V.le": "viale", "tel.": "telefono", "Tel.": "telefono", "ca.": "circa", "F.lli": "fratelli", "P.S.": "post scriptum", "cell.": "cellulare",
                       "TVB": "ti voglio bene", "tvb": "ti voglio bene", "cmq": "comunque", "nn": "non", "xché": "perché"},
        before_number={"n.": "numero", "N.": "numero", "nr.": "numero", "n°": "numero", "№": "numero", "p.": "pagina", "pag.": "pagina", "pagg.": "pagine", "cap.": "capitolo", "vol.": "volume", "art.": "articolo", "#": "numero", "c.": "circa"},
        of="", first="primo", to="a", and_="e", percent="per cento", by="per", equals="uguale a", plus="più",
        half="mezzo", and_half="e mezzo", parts={2: "mezzo", 3: "terzo", 4: "quarto", 5: "quinto", 6: "sesto", 8: "ottavo", 10: "decimo"},
        hour=_hour_and("e"), cents=("centesimo", "centesimi"), one="un", feminine_one="una", of_money="e", at="chiocciola", dot="punto",
    ),
    "pt": Table(
        titles={"Sr.": "senhor", "Sra.": "senhora", "Sr.ª": "senhora", "Srs.": "senhores", "Sras.": "senhoras", "Srta.": "senhorita", "Dr.": "doutor", "Dra.": "doutora", "Dr.ª": "doutora", "D.": "dona",
                "Prof.": "professor", "Profa.": "professora", "Prof.ª": "professora", "Eng.": "engenheiro", "Eng.º": "engenheiro", "Pe.": "padre", "P.e": "padre", "S.": "são", "Sto.": "santo", "Sta.": "santa", "Gen.": "general", "Cap.": "capitão", "Exmo.": "excelentíssimo", "Exma.": "excelentíssima", "Ilmo.": "ilustríssimo", "Sr": "senhor", "Sra": "senhora", "Dr": "doutor", "Dra": "doutora"},
        abbreviations={"etc.": "et cetera", "p. ex.": "por exemplo", "p.ex.": "por exemplo", "a.C.": "antes de Cristo", "d.C.": "depois de Cristo", "Av.": "avenida", "R.": "rua", "Pç.": "praça", "Lda.": "limitada", "Ltda.": "limitada", "Cia.": "companhia",
                       "tel.": "telefone", "Tel.": "telefone", "aprox.": "aproximadamente", "V. Ex.ª": "vossa excelência", "EUA": "Estados Unidos", "P.S.": "post scriptum", "vc": "você", "tb": "também", "q": "que", "bjs": "beijos", "bjos": "beijos", "obs.": "observação"},
        before_number={"n.º": "número", "nº": "número", "n°": "número", "N.º": "número", "№": "número", "p.": "página", "pág.": "página", "págs.": "páginas", "cap.": "capítulo", "vol.": "volume", "art.": "artigo", "#": "número", "c.": "cerca de"},
        of="de", first="um", to="a", and_="e", percent="por cento", by="por", equals="igual a", plus="mais",
        half="meio", and_half="e meio", parts={2: "meio", 3: "terço", 4: "quarto", 5: "quinto", 6: "sexto", 8: "oitavo", 10: "décimo"},
        hour=_portuguese_hour, cents=("cêntimo", "cêntimos"), one="um", feminine_one="uma", of_money="e", at="arroba", dot="ponto",
    ),
}  # fmt: skip
CURRENCIES = {
    "$": "USD",
    "US$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "R$": "BRL",
    "EUR": "EUR",
    "USD": "USD",
    "GBP": "GBP",
    "CHF": "CHF",
    "₹": "INR",
    "Fr.": "CHF",
    "MXN": "MXN",
    "euros": "EUR",
}
NAMES = {  # that families use, where the repository says "dólares estadounidenses"
    "es": {"USD": ("dólar", "dólares"), "GBP": ("libra", "libras"), "JPY": ("yen", "yenes"), "BRL": ("real", "reales")},
    "fr": {"USD": ("dollar", "dollars"), "GBP": ("livre", "livres"), "JPY": ("yen", "yens"), "BRL": ("réal", "réals")},
    "it": {
        "USD": ("dollaro", "dollari"),
        "GBP": ("sterlina", "sterline"),
        "JPY": ("yen", "yen"),
        "EUR": ("euro", "euro"),
        "BRL": ("real", "real"),
    },
    "pt": {"USD": ("dólar", "dólares"), "GBP": ("libra", "libras"), "JPY": ("iene", "ienes"), "BRL": ("real", "reais")},
}
SMALL = {"EUR": None, "USD": {"es": ("centavo", "centavos"), "fr": ("cent", "cents"), "it": ("centesimo", "centesimi"), "pt": ("cêntimo", "cêntimos")},
          "BRL": {"pt": ("centavo", "centavos")}, "GBP": {"es": ("penique", "peniques"), "fr": ("penny", "pence"), "it": ("penny", "pence"), "pt": ("péni", "pence")}}  # fmt: skip
FEMININE = {"es": {"GBP"}, "fr": {"GBP"}, "it": {"GBP"}, "pt": {"GBP"}}
UNITS = {  # as typed -> the repository's name
    "km/h": "speed-kilometer-per-hour", "km²": "area-square-kilometer", "m²": "area-square-meter", "m2": "area-square-meter",
    "m³": "volume-cubic-meter", "km": "length-kilometer", "cm": "length-centimeter", "mm": "length-millimeter", "m": "length-meter",
    "kg": "mass-kilogram", "g": "mass-gram", "gr": "mass-gram", "mg": "mass-milligram", "l": "volume-liter", "L": "volume-liter",
    "cl": "volume-centiliter", "ml": "volume-milliliter", "mL": "volume-milliliter", "min": "duration-minute", "s": "duration-second",
    "seg": "duration-second", "h": "duration-hour", "hs": "duration-hour", "hrs": "duration-hour", "ha": "area-hectare",
}  # fmt: skip
FEMININE_UNITS = {"es": {"duration-hour", "area-hectare", "mass-ton"}, "fr": {"duration-hour", "duration-minute", "duration-second"},
                   "it": {"duration-hour"}, "pt": {"duration-hour"}}  # fmt: skip
