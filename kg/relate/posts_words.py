"""How posts are worded: what joins two of them, what says that someone holds, held or left one, and whose body stands beside whose."""

from __future__ import annotations

import re

HARD = re.compile(r"[，。；：！？\n“”（）《》]")
LOOSE = re.compile(r"[的了在是和与对将把被从向到由及让]")
JOINED = "、兼"  # between two posts of one person
BESIDE = re.compile(r"(?:，(?:兼任?)?|、(?:兼任?)?|兼任?)$")  # the same with a comma, where a post stands on both sides of it
GOVERNMENT = re.compile(r"^(?:人民政府|政府)(?=[^党])")  # 旗委副书记、政府旗长
GUESSED = 0.85  # trust in whose a bare post is
LONGEST_TITLE = 24
COPULA = re.compile(
    r"(?:，[男女](?:，[^，。；]{1,18}){0,8}?(?=，现任))?(?:等(?:[\d两三四五六七八九十]*[人位名])?)?"
    r"(?:，?(?:既|现|曾|又)?(?:正式|今年|去年|\d{4}年)?(?:被聘为|受聘为|受聘担任|获聘为|被任命为|被选为|被推选为|当选为|当选|连任|续任|现任|曾任|历任"
    r"|担任|出任|兼任|就任|升任|转任|改任|接任|成为)(?:了|过)?|，?(?:既|也|还)?是|系|任|为|（(?=[^（）]{2,20}）))"
)
CONTINUED = re.compile(
    r"，(?:并|也|还|同时|后|现|又)*(?:[^，。；]{0,8}年[^，。；]{0,4})?(?:去年|今年|目前)?(?:也|还|又)?(?:是|任|现任|兼任|曾任|担任|出任|当选|受聘担任|受聘为|兼)(?:了)?"
)
FORMERLY = re.compile("曾|历任|过$")
REMOVED = re.compile(r"(?:免去|接受|解聘)(?:了)?$")
RESIGNED = re.compile(r"的|辞去(?:了)?|(?=[^，。；]{2,24}职务)")
SET_IN = re.compile(r"(?:在|走进|来到|走访|(?:位于|来到|走进|走访|在)[^，。；]{2,12}的)$")  # 在某公司，总经理某某说
SPEECH = ("说", "告诉", "介绍", "表示", "坦言", "直言")
COMMITTEE = re.compile(r"(?:党工委|工党委|工委|党委|委员会|委|人民政府|政府|管委会|人大常委会|人大|政协)$")
HONORARY = re.compile("^(?:首任|新任|新一届|名誉|常务|执行|首席|第一|荣誉)(?=[副会理院所馆秘])")  # a kind of the same post
DEPARTMENT = re.compile("^[一-鿿]{2,5}(?:部|中心|车间)(?=(?:副?经理|主管|部长|总监)$)")  # 生产部经理: of the firm told of
TALKING = "与同向"  # 来到某公司，与总经理某某交谈
