# Somebody shares where they are, and is told what is nearest.

> /start
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

> tap: shelter.find
    Hay albergues para dormir en muchas ciudades de México. Te mostramos los de tu ciudad.

    Antes de ir, llama o pregunta. Desde 2025 muchos albergues son más chicos, y otros cerraron.

    Si estás en peligro ahora, llama a emergencias: 911.
    ---
    En algunas ciudades es distinto:
    - Ciudad de México: ve primero a la Ventanilla para personas migrantes. Está en Luna 203, Col. Buenavista (dato de 2025). Ahí te mandan a un albergue.
    - Cancún: en enero de 2026 no había albergue para personas adultas. El DIF solo recibe a niñas, niños y familias.
    - Mérida: no encontramos albergue para migrantes.
    ---
    ¿No puedes llegar a un albergue? Los Grupos Beta ayudan a migrantes en el camino. Dan agua y comida. Te pueden llevar a un albergue o a un hospital.

    Llama al 911 y pide a los Grupos Beta. Son parte de Migración (INM). No están en todos los estados.

    Revisado: 20 de noviembre de 2026.
    ---
    ¿En qué ciudad estás, o a cuál vas? Escribe el nombre, o comparte tu ubicación.
    [Tijuana] city:shelter.find:Tijuana
    [Ciudad Juárez] city:shelter.find:Ciudad Juárez
    [Ciudad de México] city:shelter.find:Ciudad de México
    [Mexicali] city:shelter.find:Mexicali
    [Está lleno] shelter.full
    [Reglas del albergue] shelter.rules
    [Para familias] shelter.families
    [Albergues LGBTI+] shelter.lgbti
    [Hablar con alguien] action.person
    [Menú] action.menu

> pin: 14.90,-92.26
    Esto es lo más cerca de ti:

    Hospitalidad y Solidaridad
    Dirección incompleta, pregunta al llegar: Carretera Tapachula - Puerto Madero, Tapachula
    Está a unos 1 km, contando hasta el centro de la ciudad.
    Reciben a: familias, personas refugiadas y personas que piden asilo
    Ofrecen: cama para dormir, comida, ducha y aseo, ayuda legal y atención médica
    Última noticia: diciembre de 2025.

    Albergue Jesús el Buen Pastor del Pobre y el Migrante
    No está confirmado: pregunta antes de ir.
    Dirección incompleta, pregunta al llegar: Carretera a Raymundo Enríquez, Tapachula
    Está a unos 1 km, contando hasta el centro de la ciudad.
    Reciben a: familias, todas las personas y personas enfermas o heridas
    Ofrecen: cama para dormir, comida y atención médica
    Recibe también a personas heridas o enfermas. La dirección es de 2018.
    Última noticia: marzo de 2025.

    Albergue Diocesano Belén
    No está confirmado: llama antes de ir.
    Dirección: Av. Hidalgo s/n, Col. San Antonio Cahoacán, Tapachula
    Está a unos 1 km, contando hasta el centro de la ciudad.
    Teléfono, de una lista de 2015 (puede haber cambiado): +52 962 625 4812
    Reciben a: familias, todas las personas, personas con discapacidad y personas mayores
    Ofrecen: cama para dormir y comida
    Primero familias y personas vulnerables. El teléfono es de una lista de 2013 a 2015.
    Última noticia: 2023.
    ---
    Pregunta o llama antes de ir si puedes. ¿Qué más necesitas?
    [Está lleno] shelter.full
    [Reglas del albergue] shelter.rules
    [Para familias] shelter.families
    [Albergues LGBTI+] shelter.lgbti
    [Hablar con alguien] action.person
    [Menú] action.menu

> 1
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
    [Atrás] back
    [Me sirvió] helpful:yes:shelter.full
    [No me sirvió] helpful:no:shelter.full
    [Menú] action.menu
