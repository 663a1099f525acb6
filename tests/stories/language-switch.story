# Somebody begins in Spanish, goes on in English, then chooses Creole for good.

> quiero pedir asilo en mexico
    Soy Farol, un servicio gratis. No necesitas decir tu nombre.

    Ve en persona a una oficina de la COMAR lo antes posible. El límite es de 30 días hábiles desde que entraste a México. Si ya pasó, ve de todas formas y explica por qué.

    Pedir asilo es gratis. Nadie puede cobrarte por la fila, el papel o la cita.

    ¿No hay COMAR en tu ciudad? Ve a una oficina de Migración (INM). Di: “Quiero pedir la condición de refugiado”. El INM debe avisar a la COMAR.

    ¿Te tienen en detención? Di que quieres hablar con la COMAR.
    ---
    1. Llena la hoja: por qué saliste y por qué no puedes volver. Di la verdad. Si no sabes escribir, dilo y ellos lo escriben. Si no hablas español, pide intérprete.
    2. Anota a la familia que viene contigo. Di también quién se quedó en tu país.
    3. Pide la “constancia”, una para cada persona. Es la prueba de que tu caso empezó. Guarda bien el original.
    4. Quédate en ese estado. Ve a firmar los días que te digan.
    5. Ve a la entrevista.
    6. Espera la respuesta por escrito.
    ---
    Lleva tus papeles y pruebas, si tienes. Las reglas no exigen documentos para pedir asilo. Puedes dar más pruebas después, hasta que decidan.

    Si te piden algo que no tienes, puedes entregar una carta con tus palabras. Pide que la reciban.

    Si no te quieren recibir, pide que lo digan por escrito. Busca un abogado gratis.

    ¿Un abogado u otra persona pide por ti? Debes ir a confirmar en persona, en la COMAR o el INM, en 3 días hábiles. Si no, no vale.

    Una cita o un código QR no es la constancia. No te protege igual.

    Revisado: 20 de noviembre de 2026.
    [Oficinas COMAR] asylum.offices
    [Plazo para pedir] asylum.deadline
    [Papeles del trámite] asylum.papers
    [Abogado gratis] asylum.legal-aid
    [Hablar con alguien] action.person
    [Me sirvió] helpful:yes:asylum.apply
    [No me sirvió] helpful:no:asylum.apply
    [Menú] action.menu

> sorry, my friend needs a doctor, do we have to pay?
    We go on in English. To change, write: language.

    In Mexico you can see a doctor even if you have no papers. The law gives you this right.

    If you have no insurance through a job (IMSS or ISSSTE), public care and medicine are free.

    1. Go to the nearest health centre (centro de salud, run by Secretaría de Salud or IMSS-Bienestar).
    2. Bring an ID if you have one. If not, go anyway.
    3. Say: “No tengo seguro social” (I have no social security).
    4. Ask for your medicine there.
    ---
    Do they say no? It happens, but it is not the rule. The Supreme Court said that asking for a CURP, or to be Mexican, breaks equality.

    - Say: “La Ley de Migración, artículo 8, me da este derecho” (Article 8 of the Migration Law gives me this right).
    - Ask for the social worker (trabajo social).
    - Note the place, the day and who said no.
    - Talk to a person here, or to your shelter.
    ---
    - Children who travel alone get the same care as Mexican children, with no fee.
    - Ask your shelter if a mobile clinic comes. In 2023 IOM took them to Ciudad Juárez, Tijuana, Matamoros and Monterrey.
    - Doctors Without Borders closed in Reynosa and Matamoros in September 2025.

    If you can, ask before you go.

    Checked: November 20, 2026.
    ---
    Which city are you in, or going to? Write its name, or share your location.
    [Tijuana] city:health.care:Tijuana
    [Tapachula] city:health.care:Tapachula
    [Medical emergency] health.urgent
    [Pregnancy and birth] health.pregnancy
    [Emotional support] health.mind
    [Sexual health, HIV] health.hiv-sexual
    [Disability, old age] health.disability
    [Talk to a person] action.person
    [Back] back
    [Menu] action.menu

> idioma
    Which language do you want?
    [Español] language.es
    [English] language.en
    [Kreyòl ayisyen] language.ht

> kreyol
    Se fèt: Kreyòl ayisyen.

    Nan Meksik ou ka wè yon doktè menm si ou pa gen papye. Lalwa ba w dwa sa a.

    Si ou pa gen asirans nan travay (IMSS oswa ISSSTE), swen ak medikaman leta yo gratis.

    1. Ale nan sant sante ki pi pre a (centro de salud, Secretaría de Salud oswa IMSS-Bienestar).
    2. Pote yon pyès idantite si ou genyen. Si ou pa genyen, ale kanmenm.
    3. Di: “No tengo seguro social” (mwen pa gen asirans sosyal).
    4. Mande medikaman w yo la menm.
    ---
    Yo di w non? Sa konn rive, men se pa sa règ la di. Kou Siprèm nan di: mande CURP, oswa mande pou w Meksiken, se pa trete tout moun egal.

    - Di: “La Ley de Migración, artículo 8, me da este derecho” (atik 8 lwa migrasyon an ban m dwa sa a).
    - Mande pale ak travayè sosyal la (trabajo social).
    - Ekri kote a, jou a ak moun ki di w non an.
    - Pale ak yon moun isit la, oswa ak kay abri w la.
    ---
    - Timoun k ap vwayaje poukont yo jwenn menm swen ak timoun Meksiken, san peye.
    - Mande nan kay abri w la si yon klinik mobil konn vini. An 2023 OIM te mennen yo Ciudad Juárez, Tijuana, Matamoros ak Monterrey.
    - Doktè San Fwontyè fèmen nan Reynosa ak Matamoros an septanm 2025.

    Si ou kapab, mande anvan ou ale.

    Verifye: 20 novanm 2026.
    ---
    Nan ki vil ou ye, oswa nan ki vil ou prale? Ekri non li, oswa pataje kote ou ye a.
    [Tijuana] city:health.care:Tijuana
    [Tapachula] city:health.care:Tapachula
    [Ijans medikal] health.urgent
    [Gwosès, akouchman] health.pregnancy
    [Sipò emosyonèl] health.mind
    [Sante seksyèl, VIH] health.hiv-sexual
    [Andikap, gran laj] health.disability
    [Pale ak yon moun] action.person
    [Tounen] back
    [Meni] action.menu

> where is the hospital
    Mwen reponn ou an Kreyòl ayisyen, jan ou te chwazi a. Pou chanje, ekri: lang.

    Nan Meksik ou ka wè yon doktè menm si ou pa gen papye. Lalwa ba w dwa sa a.

    Si ou pa gen asirans nan travay (IMSS oswa ISSSTE), swen ak medikaman leta yo gratis.

    1. Ale nan sant sante ki pi pre a (centro de salud, Secretaría de Salud oswa IMSS-Bienestar).
    2. Pote yon pyès idantite si ou genyen. Si ou pa genyen, ale kanmenm.
    3. Di: “No tengo seguro social” (mwen pa gen asirans sosyal).
    4. Mande medikaman w yo la menm.
    ---
    Yo di w non? Sa konn rive, men se pa sa règ la di. Kou Siprèm nan di: mande CURP, oswa mande pou w Meksiken, se pa trete tout moun egal.

    - Di: “La Ley de Migración, artículo 8, me da este derecho” (atik 8 lwa migrasyon an ban m dwa sa a).
    - Mande pale ak travayè sosyal la (trabajo social).
    - Ekri kote a, jou a ak moun ki di w non an.
    - Pale ak yon moun isit la, oswa ak kay abri w la.
    ---
    - Timoun k ap vwayaje poukont yo jwenn menm swen ak timoun Meksiken, san peye.
    - Mande nan kay abri w la si yon klinik mobil konn vini. An 2023 OIM te mennen yo Ciudad Juárez, Tijuana, Matamoros ak Monterrey.
    - Doktè San Fwontyè fèmen nan Reynosa ak Matamoros an septanm 2025.

    Si ou kapab, mande anvan ou ale.

    Verifye: 20 novanm 2026.
    ---
    Nan ki vil ou ye, oswa nan ki vil ou prale? Ekri non li, oswa pataje kote ou ye a.
    [Tijuana] city:health.care:Tijuana
    [Tapachula] city:health.care:Tapachula
    [Ijans medikal] health.urgent
    [Gwosès, akouchman] health.pregnancy
    [Sipò emosyonèl] health.mind
    [Sante seksyèl, VIH] health.hiv-sexual
    [Andikap, gran laj] health.disability
    [Pale ak yon moun] action.person
    [Tounen] back
    [Meni] action.menu
