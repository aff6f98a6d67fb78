"""The sample blogs on WordPress, whose REST API tells who has commented. Invented people, places and texts."""

from aggregator.demo.model import SampleBlog, SampleComment, SamplePost, ago

INGRID = SampleBlog(
    site="ingrid",
    participant="Ingrid Solbakken",
    platform="wordpress",
    language="nb",
    title="Mellom hyllene",
    author="Ingrid Solbakken",
    note="WordPress: the feed counts, the REST API tells who wrote; one post is closed, one she answered herself",
    tags=("bibliotek",),
    aliases=("ingridles",),
    posts=(
        SamplePost(
            age=ago(20, 3, 12),
            title="Hei! Her skal det blogges",
            body=(
                "Jeg heter Ingrid og har jobbet på Solvik bibliotek i elleve år. Likevel er dette første "
                "gang jeg skriver noe på nettet som ikke er en e-post.",
                "Si gjerne hei i kommentarfeltet, så vet jeg at det virker!",
            ),
            categories=("Kurset",),
            comments=(
                SampleComment(ago(19, 22), "Arne", "Hei, Ingrid! Det virker. Velkommen skal du være."),
                SampleComment(
                    ago(19, 4),
                    "Siobhan Keane",
                    "Hello from the hospital! My Norwegian is slow, but I read every word.",
                    home="siobhan",
                ),
                SampleComment(ago(18, 20), "Ingrid Solbakken", "Så fint! Da våger jeg meg på et innlegg til.", "own"),
            ),
        ),
        SamplePost(
            age=ago(12, 6, 40),
            title="Nye åpningstider i høst",
            body=(
                "Fra mandag holder biblioteket åpent til klokka 19 på tirsdager og torsdager. Lørdagskaffen"
                " fortsetter.",
                "Kommentarfeltet er stengt på akkurat dette innlegget, for spørsmål om åpningstider får "
                "raskest svar på telefon.",
            ),
            categories=("Beskjeder",),
            closed=True,
        ),
        SamplePost(
            age=ago(6, 1, 25),
            title="Det jeg lærte av en sint kommentar",
            body=(
                "I forrige uke skrev en låner at purregebyret vårt var «offentlig ran». Det første svaret "
                "mitt var en hel paragraf fra reglementet. Heldigvis trykket jeg ikke på send.",
                "I stedet spurte jeg hva som hadde skjedd. Det viste seg at boka var levert i feil luke, og"
                " at hun hadde prøvd å ringe oss tre ganger. Vi slettet gebyret, og hun tilbød seg å lese "
                "for barna på lørdag.",
                "Min regel fra nå av er å stille ett spørsmål før jeg forklarer noe som helst. Har dere en "
                "slik regel på jobben?",
            ),
            categories=("Kurset", "Dialog"),
            comments=(
                SampleComment(
                    ago(5, 20), "Ingrid Solbakken", "Glemte å si: Boka hun vil lese, har hun valgt alt.", "own"
                ),
            ),
        ),
        SamplePost(
            age=ago(1, 4, 5),
            title="Bokbussen har fått egen konto",
            body=(
                "Sjåføren vår, som «aldri skulle ha noe med sosiale medier å gjøre», legger nå ut bilde fra"
                " hver holdeplass. På to uker har flere funnet bussen enn i hele fjor.",
                "Hvor mye bør vi andre på biblioteket blande oss inn? Jeg heller mot: så lite som mulig.",
            ),
            categories=("Kurset",),
        ),
    ),
)

TOR_ERIK = SampleBlog(
    site="tor-erik",
    participant="Tor-Erik Lund",
    platform="wordpress",
    language="nb",
    title="Vann og vei",
    author="Tor-Erik Lund",
    note="a new blogger: the first post is two days old and nobody has answered",
    tags=("kommune",),
    posts=(
        SamplePost(
            age=ago(2, 2, 31),
            title="Første forsøk",
            body=(
                "Da er jeg også i gang, tror jeg. Jeg jobber med vann og avløp i Solvik kommune, og de "
                "fleste hører bare fra oss når noe er stengt.",
                "Kunne vi ha fortalt hvorfor gata graves opp, og ikke bare når? Jeg lurer på om noen andre "
                "i kurset har prøvd noe slikt. Tips til en nybegynner mottas med takk.",
            ),
        ),
    ),
)

AMINA = SampleBlog(
    site="amina",
    participant="Amina Warsame",
    platform="wordpress",
    language="nb",
    title="På vanlig norsk",
    author="Amina",
    note="a new blogger, just answered: the feed comes out of a cache and does not know, the REST API does",
    tags=("kommune",),
    cached=ago(0, 6),
    posts=(
        SamplePost(
            age=ago(4, 5, 50),
            title="Ordet ingen forstår",
            body=(
                "På innbyggertorget får vi hver uke spørsmål om hva «vedtak» betyr. I går lagde jeg en kort"
                " film på telefonen der jeg forklarer det på norsk og somali.",
                "Kollegaen min mener at det er useriøst å filme seg selv. Jeg mener at det er useriøst å "
                "ikke bli forstått. Hva synes dere?",
            ),
            comments=(
                SampleComment(
                    ago(0, 5, 10), "Arne", "Film deg selv, sier jeg. Nå vet jeg hva et vedtak er, og på to språk."
                ),
            ),
        ),
    ),
)

PER_ARILD = SampleBlog(
    site="per-arild",
    participant="Per Arild Nygård",
    platform="wordpress",
    language="nb",
    title="Kulturskolen bak sceneteppet",
    author="Per Arild",
    note="worked until nine days ago and answers 500 since",
    tags=("skole", "kommune"),
    broken=ago(9, 2),
    posts=(
        SamplePost(
            age=ago(20, 7, 3),
            title="Hvem er publikum?",
            body=(
                "Kulturskolen har 340 elever og 12 følgere. Enten liker ingen oss, eller så snakker vi på feil sted.",
                "Denne uka skal elevene få svare selv på hvor de er, og så begynner vi der.",
            ),
            comments=(
                SampleComment(ago(19, 1), "Jens", "Godt spørsmål å begynne med. Spør dem også når de er på nett."),
            ),
        ),
        SamplePost(
            age=ago(16, 2, 20),
            title="Elevene svarte",
            body=(
                "Det korte svaret: ikke der vi er. Det lange svaret: de vil helst se øvinger som går galt, "
                "ikke konserter som går bra.",
                "Nå må jeg finne ut hvordan vi ber foreldrene om lov, før noen filmer noe som helst.",
            ),
            comments=(
                SampleComment(ago(15, 3), "ingridles", "Øvinger som går galt ville jeg også ha fulgt!"),
                SampleComment(ago(14, 20), "Per Arild", "Da har vi 13 følgere.", "own"),
            ),
        ),
    ),
)

VEGARD = SampleBlog(
    site="vegard",
    participant="Vegard Moen",
    platform="wordpress",
    language="nb",
    title="Vegards blogg",
    author="vegard",
    note="has a blog and has not written yet",
    tags=("havn",),
)

ELIN = SampleBlog(
    site="elin",
    participant="Elin Sandvik",
    platform="wordpress",
    language="nb",
    title="Elins hjørne",
    author="Elin",
    note="writes about many things, only this category is the course's; a pingback is counted, but answers nobody",
    tags=("helse",),
    aliases=("Elin",),
    category="Sosiale medier",
    posts=(
        SamplePost(
            age=ago(15, 8, 15),
            title="Fra hage til helsestasjon",
            body=(
                "Denne bloggen har handlet om hagen min siden i vår. Nå får den også en egen kategori om "
                "jobben på helsestasjonen, siden jeg tar kurs.",
                "Jeg begynner med et spørsmål: Kan en helsesykepleier være til stede der ungdommene er, "
                "uten å bli deres chattevenn klokka tolv om natta?",
            ),
            categories=("Sosiale medier",),
            comments=(SampleComment(ago(14, 22), "linef", "Hos oss svarer jeg til klokka fire, og det vet de."),),
        ),
        SamplePost(
            age=ago(10, 2, 44),
            title="Tre ting vi aldri skriver",
            body=(
                "Vi laget en liste på lunsjrommet: aldri helseopplysninger i kommentarfelt, aldri råd til "
                "én bestemt person, aldri svar når vi er sinte.",
                "Lista henger nå ved kaffetrakteren, og der blir den.",
            ),
            categories=("Sosiale medier", "Arbeidsliv"),
            comments=(
                SampleComment(
                    ago(6, 1),
                    "Det jeg lærte av en sint kommentar – Mellom hyllene",
                    "[…] Det første svaret mitt var en hel paragraf fra reglementet. Heldigvis trykket jeg ikke […]",
                    "ping",
                    home="ingrid",
                ),
            ),
            edited=ago(3, 6),
            addition="Oppdatert: Etter et godt tips har lista fått et fjerde punkt. Aldri bilder fra gangen.",
        ),
        SamplePost(
            age=ago(3, 4, 18),
            title="Plommene ble syltetøy til slutt",
            body=(
                "Fjorten glass på benken, og et gulv som klistrer. Oppskriften kommer når jeg har funnet den igjen.",
            ),
            categories=("Hage",),
        ),
    ),
)

BLOGS = (INGRID, TOR_ERIK, AMINA, PER_ARILD, VEGARD, ELIN)
