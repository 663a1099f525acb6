# A woman from Haiti writes in Creole, without accents.

> bonjou
    Bonjou. Mwen se Farol. Mwen bay enfòmasyon gratis pou moun k ap pase oswa k ap viv nan Meksik: kote pou dòmi, azil, sante, papye ak èd.

    Ou pa bezwen di non ou. Si ou an danje kounye a, rele 911.

    Ekri sa ou bezwen ak pwòp mo pa ou, oswa chwazi:
    [Jwenn yon abri] shelter.find
    [Azil] asylum
    [Èd kounye a] gbv.help
    [Sante] health
    [Papye] papers
    [Sekirite] safety
    [Pale ak yon moun] action.person
    [Chanje lang] action.language
    [Lòt sijè] menu.more

> kote m ka domi aswe a nan tapachula
    Men sa mwen jwenn nan Tapachula:

    Hospitalidad y Solidaridad
    Adrès la pa konplè, mande lè ou toupre: Carretera Tapachula - Puerto Madero, Tapachula
    Yo resevwa: fanmi, refijye ak moun k ap mande azil
    Yo bay: kabann pou dòmi, manje, douch ak ijyèn, èd legal ak swen medikal
    Dènye nouvèl: desanm 2025.

    Albergue Jesús el Buen Pastor del Pobre y el Migrante
    Li pa konfime: mande anvan ou ale.
    Adrès la pa konplè, mande lè ou toupre: Carretera a Raymundo Enríquez, Tapachula
    Yo resevwa: fanmi, tout moun ak moun malad oswa blese
    Yo bay: kabann pou dòmi, manje ak swen medikal
    Li resevwa moun blese oswa malad tou. Adrès la soti an 2018.
    Dènye nouvèl: mas 2025.

    Albergue Diocesano Belén
    Li pa konfime: rele anvan ou ale.
    Adrès: Av. Hidalgo s/n, Col. San Antonio Cahoacán, Tapachula
    Telefòn, nan yon lis 2015 (li ka chanje): +52 962 625 4812
    Yo resevwa: fanmi, tout moun, moun andikape ak granmoun aje
    Yo bay: kabann pou dòmi ak manje
    Fanmi ak moun frajil pase anvan. Telefòn nan soti nan yon lis 2013 a 2015.
    Dènye nouvèl: 2023.
    ---
    Mande oswa rele anvan ou ale si ou kapab. Kisa ou bezwen ankò?
    [Wè plis] places:shelter.find:Tapachula:3:
    [Pou ki moun?] who:shelter.find:Tapachula
    [Yon lòt vil] city:shelter.find:
    [Plis sou sa] about:shelter.find
    [Abri a plen] shelter.full
    [Règ abri yo] shelter.rules
    [Pou fanmi] shelter.families
    [Abri LGBTI+] shelter.lgbti
    [Pale ak yon moun] action.person
    [Meni] action.menu

> mwen ansent, mwen bezwen we dokte
    Men sa mwen jwenn nan Tapachula:

    Hospital General de Tapachula
    Li pa konfime: mande anvan ou ale.
    Ijans: 24 sou 24.
    Adrès la pa konplè, mande lè ou toupre: Carretera Tapachula - Puerto Madero, Tapachula
    Yo resevwa: tout moun, fanm, timoun ak fanm ansent
    Yo bay: ijans, akouchman, swen pou fanm ansent, sante timoun ak lopital
    Gratis
    Dènye nouvèl: 17 desanm 2023.
    ---
    Mande oswa rele anvan ou ale si ou kapab. Kisa ou bezwen ankò?
    [Yon lòt vil] city:health.pregnancy:
    [Plis sou sa] about:health.pregnancy
    [Anrejistre tibebe] papers.birth
    [Ijans medikal] health.urgent
    [Pou fanmi] shelter.families
    [Dwa pou rete] papers.stay
    [Pale ak yon moun] action.person
    [Tounen] back
    [Meni] action.menu

> meni
    Kisa ou bezwen? Ekri l ak pwòp mo pa ou, oswa chwazi:
    [Jwenn yon abri] shelter.find
    [Azil] asylum
    [Èd kounye a] gbv.help
    [Sante] health
    [Papye] papers
    [Sekirite] safety
    [Pale ak yon moun] action.person
    [Chanje lang] action.language
    [Lòt sijè] menu.more
