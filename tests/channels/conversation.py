"""One conversation with every kind of reply there is: each channel's requests for it are kept byte for byte."""

from bot.domain.messages import Choice, Delivery, Link, Pin, Reply

MENU, PERSON, BACK = (
    Choice("action.menu", "Menú"),
    Choice("action.person", "Hablar con alguien"),
    Choice("back", "Atrás"),
)

WELCOME = Reply(
    "Hola. Soy Farol. Doy información gratis.\n\nSi estás en peligro ahora, llama al 911.\n\n"
    "Escribe lo que necesitas, o elige:",
    (
        Choice("shelter.find", "Dónde dormir"),
        Choice("asylum", "Asilo"),
        Choice("gbv.help", "Violencia: ayuda"),
        Choice("health", "Salud"),
        Choice("papers", "Papeles"),
        Choice("safety", "Seguridad"),
        Choice("action.person", "Hablar con alguien"),
        Choice("action.language", "Idioma"),
        Choice("menu.more", "Más temas"),
    ),
)
WHICH_CITY = Reply(
    "¿En qué ciudad estás? Escribe su nombre o elige:",
    (
        Choice("city:shelter.find:Tapachula", "Tapachula"),
        Choice("city:shelter.find:Tijuana", "Tijuana"),
        Choice("city:shelter.find:Ciudad de México", "Ciudad de México"),
        PERSON,
        BACK,
        MENU,
    ),
    wants_location=True,
)
PLACE = Reply(
    "Cerca de ti:\n\nAlbergue “La Posada” <22>\nAbierto ahora, hasta las 20:00.\n"
    "Calle 5 & Av. 3, Tapachula\n+52 962 123 4567",
    location=Pin(14.90541, -92.26342),
    place="Albergue “La Posada” <22>",
    links=(Link("Sitio web", "https://posada.example.org/es?a=1&b=2"),),
)
TWO_PLACES = Reply(
    "En Tijuana:\n\nCasa Uno\n+52 664 123 4567\n\nCasa Dos\nPágina: https://dos.example.org",
    links=(
        Link("Casa Uno de las Hermanas del Camino", "https://uno.example.org"),
        Link("Casa Dos", "https://dos.example.org"),
    ),
)
AFTER_PLACE = Reply(
    "Llama antes de ir.", (Choice("places:shelter.find:Tapachula:3", "Más lugares"), PERSON, MENU)
)  # fmt: skip
DEADLINE = (
    Reply("Tienes 30 días hábiles para pedir asilo, desde que entras a México."),
    Reply("Si ya pasó ese tiempo, pide asilo igual y explica por qué.\n\n_No_ *pagues* a nadie: es gratis."),
    Reply(
        "Revisado el 20 de noviembre de 2026.",
        (Choice("asylum.offices", "Oficinas"), PERSON, BACK, MENU),
        links=(Link("Ver como página", "/es/asylum/deadline"),),
    ),
)
SEALED = (
    Reply("Lo que te pasa no es tu culpa.", sealed=True),
    Reply(
        "Si puedes hablar, llama al 911.",
        (Choice("gbv.safety", "Un plan seguro"), Choice("action.exit", "Salir rápido"), MENU),
        Pin(19.43261, -99.13321),
        "Centro de Justicia",
        sealed=True,
        links=(Link("Ver como página", "/es/gbv/help"), Link("Sitio web", "https://justicia.example.org")),
    ),
)
EXIT = Reply("Listo.")
CREOLE = Reply(
    "Kounye a nou pale Kreyòl Ayisyen.\n\nKisa ou bezwen? Ekri l oswa chwazi:",
    (Choice("shelter.find", "Kote pou dòmi"), Choice("action.menu", "Meni"), Choice("language.es", "Español")),
)
UNKNOWN = Reply(
    "No entendí bien. ¿Es una de estas?",
    (Choice("work.permit", "Trabajar"), Choice("papers.curp", "CURP"), PERSON, MENU),
)
LONG = Reply(
    "\n\n".join(f"Paso {n}. Lleva tu identificación, si la tienes; si no, di tu nombre." for n in range(1, 90))
)


def conversation(channel: str, address: str, shown: list[str]) -> list[tuple[str, Delivery, list[str]]]:
    """What is done, the delivery, the ids shown before. `shown` are two ids as the platform writes them."""

    def delivery(
        number: int, *replies: Reply, language: str = "es", forget: bool = False, tapped: str = ""
    ) -> Delivery:
        return Delivery(channel, address, f"d{number}", replies, language, forget, tapped)

    tapped = shown[0] if shown else ""
    return [
        ("greeting", delivery(1, WELCOME), []),
        ("asks for shelter, by a button", delivery(2, WHICH_CITY, tapped=tapped), []),
        ("shares a pin", delivery(3, PLACE, AFTER_PLACE), []),
        ("asks for more places", delivery(11, TWO_PLACES, AFTER_PLACE), []),
        ("asks for the deadline", delivery(4, *DEADLINE), []),
        ("taps a section on a menu", delivery(5, UNKNOWN, tapped=tapped), []),
        ("needs help with violence", delivery(6, *SEALED, tapped=tapped), []),
        ("quick exit", delivery(7, EXIT, forget=True), shown),
        ("changes to Creole", delivery(8, CREOLE, language="ht"), []),
        ("writes what we do not know", delivery(9, UNKNOWN), []),
        ("gets a long answer", delivery(10, LONG), []),
    ]
