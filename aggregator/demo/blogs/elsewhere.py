"""The sample blogs on other platforms, and a WordPress read as Atom. Invented people, places and texts."""

from aggregator.demo.model import SampleBlog, SampleComment, SamplePost, ago

SIOBHAN = SampleBlog(
    site="siobhan",
    participant="Siobhan Keane",
    platform="blogger",
    language="en",
    title="Ward Notes",
    author="Siobhan",
    note="Blogger: the feed of comments tells who wrote them; one post was a draft and turned up late",
    tags=("sykehus",),
    posts=(
        SamplePost(
            age=ago(17, 5, 8),
            title="Why a hospital should blog at all",
            body=(
                "I write for a small hospital in the north, and people mostly meet us on the worst day of their year.",
                "If they already know a face and a corridor when they arrive, the day gets a little less "
                "bad. That is my whole argument. Please tell me where it is thin.",
            ),
            categories=("course",),
            comments=(
                SampleComment(ago(16, 20), "Jens", "Not thin at all. Show us the corridor!"),
                SampleComment(
                    ago(15, 2), "Ingrid Solbakken", "We say the same about the library, on better days.", home="ingrid"
                ),
            ),
        ),
        SamplePost(
            age=ago(9, 4, 30),
            title="A draft about saying sorry",
            body=(
                "Our waiting times were wrong on the website for two days. We wrote one post that said so, "
                "what had happened, and who to call.",
                "This sat among my drafts for almost a week because I was afraid of it. Nothing terrible "
                "has happened yet.",
            ),
            categories=("course", "trust"),
            turned_up=ago(3, 1, 15),
        ),
        SamplePost(
            age=ago(8, 2, 47),
            title="The photograph we did not publish",
            body=(
                "It was a lovely picture: a nurse, a window, morning light. On the whiteboard behind her "
                "you could read four names.",
                "We now have a rule that two people look at every picture, and one of them looks only at "
                "the background.",
            ),
            categories=("course", "privacy"),
            comments=(
                SampleComment(ago(7, 20), "Siobhan", "The nurse has agreed to be in the next one.", "own"),
                SampleComment(ago(6, 12), "Elin", "Two pairs of eyes: I have put it on our list."),
                SampleComment(ago(5, 21), "Daniel Okoro", "We look at number plates in the same way."),
            ),
        ),
        SamplePost(
            age=ago(1, 7, 2),
            title="Visiting hours, in nine words",
            body=(
                'Before: "Visitation is permitted within the stipulated time frames." After: "Come between '
                'two and seven. Ring the bell twice."',
                "The switchboard says it gets fewer calls already.",
            ),
            categories=("course",),
        ),
    ),
)

GRETHE = SampleBlog(
    site="grethe",
    participant="Grethe Haugland",
    platform="ghost",
    language="nb",
    title="Grethe forklarer",
    author="Grethe Haugland",
    note="Ghost: the feed says nothing of comments, the members API does; moved for good five days ago",
    tags=("skatt",),
    moved=(ago(5, 3), "grethe-forklarer"),
    posts=(
        SamplePost(
            age=ago(10, 6, 55),
            title="Skattekortet på ett minutt",
            body=(
                "Ungdom med sin første sommerjobb spør om det samme hvert år, og hvert år svarer vi med tre"
                " skjermbilder og en lenke til en lenke.",
                "I år skrev jeg svaret for hånd på et ark, tok bilde av det og la det ut. Det er det mest "
                "delte vi har laget.",
            ),
            categories=("kurs",),
            comments=(
                SampleComment(ago(5, 9), "Amina Warsame", "Kan jeg få henge opp arket på innbyggertorget?"),
                SampleComment(ago(5, 7), "Grethe Haugland", "Bare heng opp!", "own"),
            ),
        ),
        SamplePost(
            age=ago(4, 1, 33),
            title="Når svaret er nei",
            body=(
                "Det er lett å være vennlig når folk får penger igjen. Vanskeligere er det når fradraget "
                "ikke gjelder dem.",
                "Jeg prøver nå å begynne med det folk faktisk kan gjøre videre, og så forklare hvorfor. Da "
                "blir det færre utropstegn i svarene vi får.",
            ),
            categories=("kurs", "klarspråk"),
        ),
    ),
)

DANIEL = SampleBlog(
    site="daniel",
    participant="Daniel Okoro",
    platform="substack",
    language="en",
    title="Blue Light, Plain Words",
    author="Daniel Okoro",
    note="Substack: the feed says nothing of comments, the archive of posts counts them",
    tags=("politi",),
    posts=(
        SamplePost(
            age=ago(18, 2, 9),
            title="A lost moose gets more likes than a warning",
            body=(
                "I answer for the police in a quiet district. Last month our most important message reached"
                " nine hundred people, and a moose in a car park reached forty thousand.",
                "So this week we put the warning under the moose. I am not proud, but it worked.",
            ),
            comments=(SampleComment(ago(17, 4), "Line Fossum", "Put the homework under the moose. Noted."),),
        ),
        SamplePost(
            age=ago(5, 5, 26),
            title="How do you answer a rumour?",
            body=(
                "There was a story going round about a van outside the school. There was a van, and it "
                "belonged to the man who mends the roof.",
                "Repeating a rumour to deny it spreads it further. We posted what we knew, when we knew it,"
                " and when we would write again. How do you do this where you work?",
            ),
        ),
    ),
)

SUNNIVA = SampleBlog(
    site="sunniva",
    participant="Sunniva Eide",
    platform="wordpress-atom",
    language="nb",
    title="Arkivboks 12",
    author="Sunniva",
    note="WordPress as Atom: a new comment leaves the feed unmodified (304), so agg asks the REST API",
    tags=("arkiv",),
    posts=(
        SamplePost(
            age=ago(17, 9, 51),
            title="Lukten av 1911",
            body=(
                "I boks 12 ligger skoleprotokollene fra 1911, med fravær på grunn av slått, sild og sorg. "
                "Jeg leser en side hver morgen før jeg åpner e-posten.",
                "Nå skal jeg dele én linje i uka med resten av bygda.",
            ),
            comments=(
                SampleComment(ago(16, 5), "Arne", "Fravær på grunn av sorg. Den linja blir jeg ikke ferdig med."),
                SampleComment(ago(15, 23), "Sunniva", "Det ble ikke jeg heller.", "own"),
            ),
        ),
        SamplePost(
            age=ago(9, 1, 19),
            title="Spørsmål & svar: «Hvem er på bildet?»",
            body=(
                "Vi la ut et klassebilde uten navn en fredag kveld. Søndag hadde bygda satt navn på 19 av "
                "23 & rettet årstallet vårt.",
                "De siste fire sitter på bakerste rad. Hvis noen kjenner gutten med luggen, så si fra!",
            ),
            categories=("Dugnad",),
            comments=(
                SampleComment(
                    ago(3, 9), "Håkon", "Luggen er farfar! Han heter Olav, og han satt alltid bakerst.", home="haakon"
                ),
            ),
        ),
    ),
)

HAAKON = SampleBlog(
    site="haakon",
    participant="Håkon Bråten",
    platform="hugo",
    language="nb",
    title="bråten.notater",
    author="Håkon Bråten",
    note="Hugo, a static site: an Isso server beside it keeps the comments; agg finds the feed from the home page",
    tags=("it", "kommune"),
    by_home=True,
    posts=(
        SamplePost(
            age=ago(11, 3, 36),
            title="Den vakreste driftsmeldingen jeg har skrevet",
            body=(
                "«Vi oppdaterer fagsystemet. Det tar en time. Kaffen er varm i andre etasje.» Ingen ringte.",
                "Jeg tror ikke at det var kaffen. Jeg tror det var at meldingen var skrevet av et menneske.",
            ),
            categories=("drift",),
            comments=(
                SampleComment(ago(6, 18), "havneguten", "Det var kaffen. Hilsen en som også drifter noe."),
                SampleComment(ago(6, 15), "Håkon Bråten", "Kom innom og døm selv.", "own", home="haakon"),
            ),
        ),
        SamplePost(
            age=ago(8, 10, 5),
            title="Driftsstans lørdag",
            body=("Lørdag fra åtte til ni er alt nede, også telefonen. Er det noe, så bank på vinduet.",),
            categories=("drift",),
            closed=True,
        ),
        SamplePost(
            age=ago(2, 12, 14),
            title="Vi skrudde av automatsvaret 🎉",
            body=(
                "«Din henvendelse er mottatt og vil bli besvart fortløpende.» I fire år har vi sendt den "
                "setningen til alle, også til dem som bare ville si takk.",
                "Nå svarer vi selv, med fornavn. Det tar elleve minutter om dagen. Jeg har målt det.",
            ),
            categories=("drift", "klarspråk"),
        ),
    ),
)

LINE = SampleBlog(
    site="line",
    participant="Line Fossum",
    platform="microblog",
    language="nb",
    title="Line på lærerrommet",
    author="Line Fossum",
    note="micro.blog: nothing here tells of replies, so agg says that it cannot know; one post has no title",
    tags=("skole",),
    aliases=("linef",),
    posts=(
        SamplePost(
            age=ago(12, 8, 27),
            title="Ukebrevet som ble lest",
            body=(
                "Foreldrene leser ikke ukebrevet. Det vet alle, og vi sender det likevel, hver søndag, som vedlegg.",
                "Denne uka skrev elevene det selv, med tegning. Tre foreldre svarte samme kveld, og én av "
                "dem ba om mer.",
            ),
        ),
        SamplePost(
            age=ago(1, 1, 48),
            title="",
            body=(
                "Overhørt i friminuttet: «Læreren vår har blogg. Den er faktisk ikke så verst.» Jeg går på "
                "luft resten av uka.",
            ),
        ),
    ),
)

BLOGS = (SIOBHAN, GRETHE, DANIEL, SUNNIVA, HAAKON, LINE)
