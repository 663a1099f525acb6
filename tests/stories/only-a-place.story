# Somebody writes where they are and not yet what they need; the place is remembered.

> estoy en tijuana
    Soy Farol, un servicio gratis. No necesitas decir tu nombre.

    ¿Qué necesitas en Tijuana? Elige, o escríbelo con tus palabras.
    [Buscar albergue] shelter.find
    [Refugio y asilo] asylum
    [Ayuda ahora] gbv.help
    [Salud] health
    [Papeles] papers
    [Seguridad] safety
    [Hablar con alguien] action.person
    [Cambiar idioma] action.language

> tap: shelter.find
    Esto encontré en Tijuana:

    Templo y albergue Embajadores de Jesús
    Dirección incompleta, pregunta al llegar: Cañón del Alacrán, Tijuana
    Reciben a: todas las personas y familias
    Ofrecen: cama para dormir, comida, ropa y zapatos y ayuda legal
    Última noticia: 29 de enero de 2026.

    Movimiento Juventud 2000
    Dirección incompleta, pregunta al llegar: Calle Baja California, Zona Norte, Tijuana
    Reciben a: todas las personas y familias
    Ofrecen: cama para dormir y comida
    Última noticia: 29 de enero de 2026.

    Casa del Migrante en Tijuana (Centro Scalabrini)
    No está confirmado: pregunta antes de ir.
    Dirección incompleta, pregunta al llegar: Calle Galileo, Col. Buena Vista, Tijuana
    Página: https://casadelmigrantetijuana.org
    Reciben a: todas las personas, familias, hombres y mujeres
    Ofrecen: cama para dormir, comida, apoyo emocional, ayuda legal y ayuda para encontrar trabajo
    En 2025 recortó personal y servicios. Pregunta antes de ir.
    Última noticia: julio de 2024.
    ---
    Pregunta o llama antes de ir si puedes. ¿Qué más necesitas?
    [Ver más] places:shelter.find:Tijuana:3:
    [¿Para quién?] who:shelter.find:Tijuana
    [Otra ciudad] city:shelter.find:
    [Más sobre esto] about:shelter.find
    [Está lleno] shelter.full
    [Reglas del albergue] shelter.rules
    [Para familias] shelter.families
    [Albergues LGBTI+] shelter.lgbti
    [Hablar con alguien] action.person
    [Menú] action.menu

> m nan tapachula
    ¿Qué necesitas en Tapachula? Elige, o escríbelo con tus palabras.
    [Buscar albergue] shelter.find
    [Refugio y asilo] asylum
    [Ayuda ahora] gbv.help
    [Salud] health
    [Papeles] papers
    [Seguridad] safety
    [Hablar con alguien] action.person
    [Cambiar idioma] action.language

> health.care
    We go on in English. To change, write: language.
    ---
    This is what I found in Tapachula:

    Médicos Sin Fronteras (MSF), Tapachula
    Not confirmed: ask before you go.
    Address not complete, ask when you get near: Colonia Centro, y Centro de Desarrollo Comunitario (CEDECO), Tapachula
    For: everyone
    They offer: medical care, medicines, emotional support and someone to go with you
    Free
    We do not have the street of the clinic. Ask before you go.
    Last known: 2026.

    Hospital General de Tapachula
    Not confirmed: ask before you go.
    Emergencies: 24 hours.
    Address not complete, ask when you get near: Carretera Tapachula - Puerto Madero, Tapachula
    For: everyone, women, children and pregnant women
    They offer: emergencies, giving birth, pregnancy care, children's health and hospital
    Free
    Last known: December 17, 2023.

    Módulos de salud para personas en movilidad, Tapachula
    Not confirmed: ask before you go.
    It is in Tapachula. No address is published: ask before you go.
    For: everyone
    They offer: medical care, emotional support and medicines
    Free
    They are several posts of the health ministry. We do not have the addresses.
    Last known: September 6, 2025.
    ---
    Ask or call before you go if you can. What else do you need?
    [See more] places:health.care:Tapachula:3:
    [Another city] city:health.care:
    [More about this] about:health.care
    [Medical emergency] health.urgent
    [Pregnancy and birth] health.pregnancy
    [Emotional support] health.mind
    [Sexual health, HIV] health.hiv-sexual
    [Disability, old age] health.disability
    [Back] back
    [Menu] action.menu
