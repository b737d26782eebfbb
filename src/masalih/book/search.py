"""Search that knows Arabic: spelling variants, the article, common endings and both sets of digits (a light stem)."""
import json
import re

from sphinx.search.en import SearchEnglish

# Both tables are applied in order, by Python to the text and by the browser to the query, so they must stay plain patterns.
SPELLING = [
    ("[\u0640\u064b-\u065f\u0670\u200c-\u200f\u2066-\u2069]", ""),  # tatweel, vowel signs, direction marks
    ("[أإآٱ]", "ا"), ("ى", "ي"), ("ة", "ه"), ("ؤ", "و"), ("ئ", "ي"), ("ک", "ك"), ("ی", "ي"),
    # To Arabic digits, not from them: Sphinx throws plain numbers out of a query, but not these.
    *zip("0123456789", "٠١٢٣٤٥٦٧٨٩"),
]
AFFIXES = [
    ("^[وف](?=ال..)", ""), ("^و(?=....)", ""), ("^(?:ال|بال|كال|فال|لل)(?=..)", ""),
    ("^(..+?)(?:ها|هم|ان|ات|ون|ين|يه|ه|ي)+$", "$1"),
]
ARABIC = "[\u0600-\u06ff]"

JAVASCRIPT = """
const rewriteAll = (rules, text) => rules.reduce((t, [from, to]) => t.replace(new RegExp(from, "g"), to), text);
var splitQuery = (text) => rewriteAll(%s, text).match(/[\\p{L}\\p{N}_]+/gu) || [];
const EnglishStemmer = Stemmer;
Stemmer = function () {
  const english = new EnglishStemmer();
  this.stemWord = (word) => (/%s/.test(word) ? rewriteAll(%s, word) : english.stemWord(word));
};
""" % (json.dumps(SPELLING), ARABIC, json.dumps(AFFIXES))


def rewrite_all(rules, text):
    for old, new in rules:
        text = re.sub(old, new.replace("$", "\\"), text)
    return text


class Search(SearchEnglish):
    """Arabic words by the tables above, Latin words by Sphinx's English stemmer: both occur on pages of both editions."""

    lang, language_name = "ar", "Arabic"
    js_stemmer_rawcode = ""
    js_stemmer_code = SearchEnglish.js_stemmer_code + JAVASCRIPT

    def split(self, input):
        return super().split(rewrite_all(SPELLING, input))

    def stem(self, word):
        return rewrite_all(AFFIXES, word) if re.search(ARABIC, word) else super().stem(word)


class SearchEnglishEdition(Search):
    lang, language_name = "en", "English"


def setup(app):
    app.add_search_language(Search)
    app.add_search_language(SearchEnglishEdition)
