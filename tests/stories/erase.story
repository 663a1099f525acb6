# A person has everything about them erased, after thinking twice.

> necesito un abogado
    Soy Farol, un servicio gratis. No necesitas decir tu nombre.

    Tienes derecho a un abogado público y gratis en todo tu trámite de asilo.

    Llama a Defensatel: +52 800 224 2426. Es la línea de la Defensoría Pública federal (IFDP). Da consejo legal gratis a cualquier persona, también a quien está en detención. No confirmamos el horario: intenta en horas de oficina.
    ---
    Otra ayuda gratis. Llama o escribe antes; muchos grupos son más chicos desde 2025.
    - Asylum Access México: abogados para tu asilo y para traer a tu familia. https://asylumaccess.org/where-we-work/mexico/
    - La UNAM, una universidad, por internet: https://accionmigrante.unam.mx
    - Monterrey: Centro Integral de Atención al Migrante (CIAM), Monterrey, en Calle Aramberri 1956, Col. María Luisa
    - ACNUR te puede poner en contacto con grupos gratis. En 2025 cerró en Palenque, Tuxtla Gutiérrez, Tenosique y Guadalajara.

    También te mostramos la ayuda legal de tu ciudad.
    ---
    Lleva tu constancia, tus pruebas y el último papel de la COMAR. Di si tienes una fecha límite.

    La ayuda de estos grupos es gratis. Si alguien te pide dinero o promete un sí, desconfía. En Tijuana (2025) hubo gente que usó el nombre de un grupo serio para engañar.

    Si quieres, pide hablar con una persona de aquí.

    Revisado: 20 de noviembre de 2026.
    ---
    ¿En qué ciudad estás, o a cuál vas? Escribe el nombre, o comparte tu ubicación.
    [Tijuana] city:asylum.legal-aid:Tijuana
    [Ciudad de México] city:asylum.legal-aid:Ciudad de México
    [Ciudad Juárez] city:asylum.legal-aid:Ciudad Juárez
    [San Pedro Tlaquepaque] city:asylum.legal-aid:San Pedro Tlaquepaque
    [Hablar con alguien] action.person
    [Apelar un no] asylum.appeal
    [Pedir asilo] asylum.apply
    [Fraudes] safety.scam
    [Me detuvieron] safety.detained
    [Menú] action.menu

> borrar
    ¿Borro todo lo que guardamos de ti? No se puede deshacer.
    [Sí] yes
    [No] no

> no
    Está bien. No borré nada.
    [Menú] action.menu

> borrar
    ¿Borro todo lo que guardamos de ti? No se puede deshacer.
    [Sí] yes
    [No] no

> si
    Listo. Borramos lo que guardábamos de ti. Comprobante: 58358057, 20 de noviembre de 2026. No dice quién eres.

    Borra también este chat en tu teléfono. Puedes volver cuando quieras.
    [Menú] action.menu

> hola
    Hola. Soy Farol. Doy información gratis para personas que están de paso o viven en México: dónde dormir, asilo, salud, papeles y ayuda.

    No necesitas decir tu nombre. Si estás en peligro ahora, llama al 911.

    Escribe lo que necesitas con tus palabras, o elige:
    [Buscar albergue] shelter.find
    [Refugio y asilo] asylum
    [Ayuda ahora] gbv.help
    [Salud] health
    [Papeles] papers
    [Seguridad] safety
    [Hablar con alguien] action.person
    [Cambiar idioma] action.language
    [Más temas] menu.more
