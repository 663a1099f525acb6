# Somebody writes in a language the service does not have.

> bonjour, je cherche un endroit pour dormir ce soir avec mes enfants
    Bonjour. Je réponds en espagnol, en anglais et en créole haïtien. Écrivez dans l'une de ces langues, ou choisissez.

    Soy Farol, un servicio gratis. No necesitas decir tu nombre.

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

> pourquoi
    Bonjour. Je réponds en espagnol, en anglais et en créole haïtien. Écrivez dans l'une de ces langues, ou choisissez.

    Perdón, no te entendí bien. ¿Es algo de esto?
    [Menú] action.menu
    [Queja o idea] action.complaint
    [Huracán o temblor] aid.disaster
    [Hablar con alguien] action.person
    [Atrás] back

> tap: language.ht
    Se fèt: Kreyòl ayisyen.

    Gen abri pou dòmi nan anpil vil nan Meksik. An panyòl yo rele yo “albergue”. N ap montre w sa ki nan vil ou a.

    Rele oswa mande anvan w ale. Depi 2025, anpil abri vin pi piti, gen lòt ki fèmen.

    Si w an danje kounye a, rele nimewo ijans lan: 911.
    ---
    Gen kèk vil ki pa menm jan:
    - Meksiko (Ciudad de México): ale dabò nan biwo èd pou migran yo (Ventanilla). Li nan Luna 203, Col. Buenavista (enfòmasyon 2025). Se la y ap voye w nan yon abri.
    - Cancún: nan mwa janvye 2026, pa t gen abri pou granmoun. DIF pran timoun ak fanmi sèlman.
    - Mérida: nou pa jwenn abri pou migran.
    ---
    Ou pa ka rive nan yon abri? Grupos Beta ede migran sou wout la. Yo bay dlo ak manje. Yo ka mennen w nan yon abri oswa lopital.

    Rele 911 epi mande Grupos Beta. Yo fè pati Imigrasyon Meksik (INM). Yo pa nan tout eta yo.

    Verifye: 20 novanm 2026.
    ---
    Nan ki vil ou ye, oswa nan ki vil ou prale? Ekri non li, oswa pataje kote ou ye a.
    [Tijuana] city:shelter.find:Tijuana
    [Ciudad Juárez] city:shelter.find:Ciudad Juárez
    [Ciudad de México] city:shelter.find:Ciudad de México
    [Mexicali] city:shelter.find:Mexicali
    [Abri a plen] shelter.full
    [Règ abri yo] shelter.rules
    [Pou fanmi] shelter.families
    [Abri LGBTI+] shelter.lgbti
    [Pale ak yon moun] action.person
    [Meni] action.menu
