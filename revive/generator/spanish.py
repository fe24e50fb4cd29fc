"""Spanish words for a person's looks and their English: those that describe a portrait, not a performance."""

from __future__ import annotations

from revive.direction.spanish import table

SEEN = table({
    "man": "hombre; varón; un hombre", "gentleman": "señor; caballero", "woman": "mujer; una mujer",
    "lady": "señora; dama", "old lady": "señora mayor; viejecita; ancianita", "old man": "señor mayor; viejecito",
    "old": "viejo; de edad", "elderly": "anciano; de edad avanzada", "middle-aged": "de mediana edad; mediana edad",
    "young": "joven; jóvenes", "young woman": "chica; muchacha; mujer joven",
    "young man": "chico; muchacho; hombre joven", "years old": "años", "about": "unos; alrededor de; aproximadamente",
    "cousin": "primo", "granddaughter": "nieta", "grandson": "nieto", "glasses": "gafas; lentes; anteojos",
    "moustache": "bigote", "beard": "barba", "hair": "pelo; cabello",
    "white hair": "pelo blanco; cabello blanco; canas; pelo cano",
    "grey hair": "pelo gris; pelo canoso; cabello gris; canoso", "black hair": "pelo negro; cabello negro",
    "brown hair": "pelo castaño; cabello castaño; castaño", "dark hair": "pelo oscuro; cabello oscuro; moreno",
    "blonde hair": "pelo rubio; cabello rubio; rubio", "red hair": "pelo rojo; pelirrojo",
    "long hair": "pelo largo; cabello largo", "short hair": "pelo corto; cabello corto", "bald": "calvo",
    "suit": "traje", "jacket": "chaqueta; americana; saco", "dress": "vestido", "blouse": "blusa; camisa",
    "tie": "corbata", "black": "negro", "red": "rojo", "blue": "azul", "white": "blanco", "grey": "gris",
    "brown": "marrón", "yellow": "amarillo", "purple": "morado; violeta", "green": "verde", "pink": "rosa",
    "cream": "crema; beis", "dark": "oscuro", "light": "claro", "dark skin": "piel oscura; piel negra",
    "light skin": "piel clara", "dark grey background": "fondo gris oscuro",
    "light grey background": "fondo gris claro", "dark blue background": "fondo azul oscuro", "wall": "pared; muro",
    "looking at the camera": "mirando a la cámara; mira a la cámara", "in colour": "en color; a color",
    "head and shoulders": "busto; de busto; foto de carné", "close-up": "primer plano",
    "without a smile": "sin sonreír; sin sonrisa; no sonríe", "without glasses": "sin gafas; sin lentes",
    "wearing": "lleva; viste; vestido de; con ropa",
})  # fmt: skip
