"""Invented reports on invented talks, in the forms in which reports come."""

from __future__ import annotations

HEADLINE = "Envoys meet in Port Vell over fishing grounds"
PARAGRAPHS = (
    "Envoys of Norland and Sudria met on Monday in Port Vell for six hours, the mediator said, and they will “meet "
    "again” soon.",
    "Norland’s envoy, Per Holm, said that his side would open the northern grounds if Sudria withdrew its patrols.",
    "Sudria has long demanded access to the northern grounds, where its fleet fished until the treaty of 1998 lapsed.",
    "The talks continue on Thursday, according to the Harbour News Agency, which cited a diplomat close to the talks.",
)
TEXT = "\n\n".join((HEADLINE, "By Ana Ruiz", "4 March 2025", *PARAGRAPHS)) + "\n"

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{HEADLINE} | The Harbour Times</title>
<meta property="og:site_name" content="The Harbour Times"><meta property="og:title" content="{HEADLINE}">
<meta property="article:published_time" content="2025-03-04T08:30:00+01:00"><meta name="author" content="Ana Ruiz">
<link rel="canonical" href="https://harbour.example/2025/envoys-meet">
<script>var p = "<p>not a word of this</p>";</script>
</head><body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>
<main><article><h1>{HEADLINE}</h1><p class="byline">By Ana Ruiz</p>
<p>{PARAGRAPHS[0].replace("Monday", "<b>Monday</b>")}</p><p>{PARAGRAPHS[1]}</p><h2>What is at stake</h2>
<p>{PARAGRAPHS[2]}</p><ul><li>Quotas for cod would be set each year.</li><li>Patrols would end by June.</li></ul>
<div class="ad">Advertisement</div><p>{PARAGRAPHS[3]}</p></article>
<aside><h3>Related Articles</h3><ul><li><a href="/x">Storm closes port</a></li></ul></aside></main>
<footer><p>© 2025 The Harbour Times. All rights reserved.</p></footer></body></html>
"""

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Times World</title><language>en-gb</language>
<item><title>{HEADLINE}</title><link>https://harbour.example/1</link><guid>g1</guid><dc:creator>Ana Ruiz</dc:creator>
<pubDate>Tue, 04 Mar 2025 10:00:00 GMT</pubDate><description>In short.</description>
<content:encoded><![CDATA[<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]} Yes &amp; no.</p><script>bad()</script>]]>
</content:encoded></item>
<item><title>A second story &amp;amp; more</title><link>https://harbour.example/2</link>
<description>&lt;p&gt;Only a summary &lt;b&gt;stands&lt;/b&gt; here.&lt;/p&gt;</description></item>
</channel></rss>
"""

ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Wire</title>
<entry><title type="text">{HEADLINE}</title><id>urn:1</id><link rel="alternate" href="https://harbour.example/a"/>
<updated>2025-03-05T01:00:00Z</updated><published>2025-03-04T08:00:00Z</published><author><name>Ana Ruiz</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p></div></content>
</entry></feed>
"""

SAVED = (
    b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://harbour.example/saved\r\n"
    b"Subject: =?utf-8?Q?Envoys=20meet=20in=20the=20old=20port?=\r\nDate: Tue, 4 Mar 2025 10:00:00 -0000\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="XX"\r\n\r\n\r\n--XX\r\n'
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><body><article><p>The two sides met=\r\n on Monday, and neither=E2=80=99s envoy spoke.</p></article></body>"
    b"</html>\r\n--XX--\r\n"
)

PDF_PAGES = (
    (
        "The Harbour Times - Special Report",
        "",
        HEADLINE,
        "",
        "By Ana Ruiz",
        "",
        "Envoys of Norland and Sudria met on Monday in Port Vell for six hours, the medi-",
        "ator said, and they will meet again on Thursday. Both envoys called the talks use-",
        "ful, and neither spoke of a text. They met for the first time since March.",
        "",
        "Norland's envoy, Per Holm, said that his side would open the northern grounds if",
        "Sudria withdrew its patrol boats. The long-standing dispute had cost both sides a",
        "lot, he said, and a long-",
        "standing quarrel was of use to nobody. The envoy of Sudria said that her country",
        "Page 1",
    ),
    (
        "The Harbour Times - Special Report",
        "",
        "would consider the offer once the quotas were known, and not before then. She",
        "spoke of good will.",
        "",
        "What is at stake",
        "",
        "Sudria has long demanded access to the northern grounds, where its fleet fished",
        "until the treaty of 1998 lapsed.",
        "Page 2",
    ),
)
