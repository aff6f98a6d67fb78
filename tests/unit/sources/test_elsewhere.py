import pytest

from aggregator.comments import elsewhere
from aggregator.core.model import Finding, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.sources import ask, shared

URL = "https://kari.example/1/"
SITE = Site(feed="https://kari.example/feed/")


def widget(html: str) -> str | None:
    params = elsewhere.recognises(SITE, read_page(html, URL))
    return None if params is None else params["widget"]


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('<div class="fb-comments" data-href="https://kari.example/1/"></div>', "Facebook"),
        ("<fb:comments href='https://kari.example/1/'></fb:comments>", "Facebook"),
        ('<iframe src="https://www.facebook.com/plugins/comments.php?href=x"></iframe>', "Facebook"),
        ("<script>var idcomments_acct = 'abc';var idcomments_post_id = '1';</script>", "IntenseDebate"),
        ('<script src="https://www.intensedebate.com/js/genericCommentWrapperV2.js"></script>', "IntenseDebate"),
        ('<script src="//cdn.muut.com/1/moot.min.js"></script>', "Muut"),
        ('<hyvor-talk-comments website-id="1" page-id=""></hyvor-talk-comments>', "Hyvor Talk"),
        ('<script async src="https://talk.hyvor.com/embed/embed.js" type="module"></script>', "Hyvor Talk"),
        ('<script defer src="https://cdn.commento.io/js/commento.js"></script>', "Commento"),
        ('<script src="https://comments.example.org/js/commento.js"></script>', "Commento"),
        ('<div id="cusdis_thread" data-host="https://cusdis.com" data-app-id="a" data-page-id="1"></div>', "Cusdis"),
        ("<script>Waline.init({el: '#c', serverURL: 'https://w.example'});</script>", "Waline"),
        ("<script>import { init } from 'https://unpkg.com/@waline/client@v3/dist/waline.js';</script>", "Waline"),
        ("<script>twikoo.init({ envId: 'x', el: '#t' })</script>", "Twikoo"),
        ('<script src="https://cdn.example/npm/twikoo@1.6/dist/twikoo.all.min.js"></script>', "Twikoo"),
        ("<script>var gitalk = new Gitalk({clientID: 'x'}); gitalk.render('g')</script>", "Gitalk"),
        ('<div id="hypercomments_widget"></div>', "HyperComments"),
        ('<script src="https://latest.cactus.chat/cactus.js"></script>', "Cactus Comments"),
        ("<script>Coral.createStreamEmbed({ id: 'coral_thread' });</script>", "Coral"),
        ('<script async src="https://launcher.spot.im/spot/sp_x"></script>', "OpenWeb"),
        ('<div id="vuukle-comments"></div>', "Vuukle"),
        ('<div id="graphcomment"></div>', "GraphComment"),
        ('<script src="https://cdn.fastcomments.com/js/embed-v2.min.js"></script>', "FastComments"),
        ("<script>cackle_widget = window.cackle_widget || [];</script>", "Cackle"),
        ('<script src="https://beaudar.lipk.org/client.js" repo="a/b"></script>', "Beaudar"),
        ('<script src="https://comments.app/js/widget.js?3" data-comments-app-website="x"></script>', "Telegram"),
        ("<script>VK.Widgets.Comments('vk_comments', {limit: 10});</script>", "VK"),
        ("<script>new Valine({el: '#v'})</script>", "Valine"),
        ('<div id="disqus_thread"></div><script src="/bundle.js"></script>', "Disqus"),
    ],
)
def test_widgets_are_known_by_their_marks(html, name):
    assert widget(f"<html><body><article>A post</article>{html}</body></html>") == name


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("", id="nothing"),
        pytest.param('<p class="comments" id="comments">3 comments</p>', id="a blog's own comments"),
        pytest.param("<pre>&lt;script src='https://cdn.commento.io/js/commento.js'&gt;</pre>", id="code that is shown"),
        pytest.param("<!-- <div id='cusdis_thread'></div> -->", id="commented out"),
        pytest.param('<textarea id="commento" name="comment"></textarea>', id="Italian"),
        pytest.param('<a href="https://talk.hyvor.com/embed/embed.js">Hyvor</a>', id="a link"),
        pytest.param('<script src="https://connect.facebook.net/en_US/sdk.js"></script>', id="only Facebook's buttons"),
        pytest.param('<script src="https://cdn.vuukle.com/platform.js"></script>', id="only Vuukle's buttons"),
        pytest.param('<script src="https://cdn.commento.io/js/count.js"></script>', id="only counts"),
        pytest.param("<script>var text = 'I left Gitalk and Waline';</script>", id="names in a script"),
        pytest.param(
            '<div id="disqus_thread"></div><script>s.src = "https://kari.disqus.com/embed.js"</script>',
            id="Disqus itself",
        ),
        pytest.param(
            '<script src="https://giscus.app/client.js" data-repo="a/b"></script>', id="one that can be asked"
        ),
    ],
)
def test_other_pages_are_not_its_business(html):
    assert widget(html) is None


def test_without_a_page_nothing_is_known():
    assert elsewhere.recognises(SITE, None) is None


def test_every_post_is_unknown_without_any_request():
    told, asked = ask(elsewhere, SITE, [post(1), post(2)], {}, params={"widget": "Facebook"}, thorough=True)
    assert told.findings == tuple(Finding(number, None, openness=None, reason=Reason.ELSEWHERE) for number in (1, 2))
    assert (asked, told.refused, told.params) == ([], None, None)


def test_real_pages():
    corpus = shared("corpus")
    if corpus is None:
        pytest.skip("no real pages beside the repository")
    found = {path.name: widget(path.read_text("utf-8", "replace")) for path in corpus.glob("*.html")}
    assert {name: one for name, one in found.items() if one} == {"page-publikum.net-HPV-Impfungen.html": "Commento"}
