# A mother writes from Tijuana and needs a bed for tonight.

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

> necesito donde dormir hoy en tijuana, ando con mis hijos
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
    [Ver más] places:shelter.families:Tijuana:3:families
    [¿Para quién?] who:shelter.families:Tijuana
    [Otra ciudad] city:shelter.families:
    [Más sobre esto] about:shelter.families
    [Está lleno] shelter.full
    [Ayuda ahora] gbv.help
    [Embarazo y parto] health.pregnancy
    [Viajo sin familia] children.alone
    [Hablar con alguien] action.person
    [Menú] action.menu

> tap: shelter.families
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
    [Ver más] places:shelter.families:Tijuana:3:families
    [¿Para quién?] who:shelter.families:Tijuana
    [Otra ciudad] city:shelter.families:
    [Más sobre esto] about:shelter.families
    [Está lleno] shelter.full
    [Ayuda ahora] gbv.help
    [Embarazo y parto] health.pregnancy
    [Viajo sin familia] children.alone
    [Hablar con alguien] action.person
    [Menú] action.menu

> atras
    ¿Qué necesitas? Escríbelo con tus palabras, o elige:
    [Buscar albergue] shelter.find
    [Refugio y asilo] asylum
    [Ayuda ahora] gbv.help
    [Salud] health
    [Papeles] papers
    [Seguridad] safety
    [Hablar con alguien] action.person
    [Cambiar idioma] action.language
    [Más temas] menu.more

> esta lleno
    Si el albergue está lleno:
    1. Pregunta si habrá lugar más tarde o mañana.
    2. Pide que llamen a otro albergue.
    3. Di si vas con niñas o niños, o si hay embarazo, enfermedad o discapacidad. Algunos albergues dan prioridad.
    4. Mira aquí los otros albergues de tu ciudad.

    También puedes pedir hablar con una persona. No podemos prometer una cama, pero te ayudamos a buscar.
    ---
    Si vas a pasar la noche en la calle:
    - En peligro, llama al 911.
    - Ahí puedes pedir a los Grupos Beta. Dan agua y comida. Pueden llevarte a un albergue. Son parte de Migración (INM) y no están en todos los estados.
    - Quédate con gente de confianza, en un lugar con luz.
    - No duermas junto a las vías del tren. Cerca de Huehuetoca (Estado de México) ahí hubo secuestros y extorsión.
    ---
    Hay centros de día que ayudan aunque duermas en otro lado. En Torreón uno daba comida, ducha y ropa (2024). En Nogales uno da comidas. Pregunta antes de ir.

    Revisado: 20 de noviembre de 2026.
    [Buscar albergue] shelter.find
    [Hablar con alguien] action.person
    [Peligro ahora] safety.danger
    [Comida y ropa] aid.food
    [Me sirvió] helpful:yes:shelter.full
    [No me sirvió] helpful:no:shelter.full
    [Menú] action.menu

> gracias
    Con gusto. Aquí estamos cuando nos necesites.
    [Hablar con alguien] action.person
    [Menú] action.menu
