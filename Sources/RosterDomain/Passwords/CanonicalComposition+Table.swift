/// The canonical decompositions of Unicode 16, from `UnicodeData.txt` and `CompositionExclusions.txt`.
///
/// Each entry is a character and the one or two that it decomposes to, as numbers in base 36. A number is the difference from the same
/// one in the entry before; those of the parts are doubled, and are odd for a difference below zero: -1 is 1, 1 is 2, -2 is 3. Hangul
/// syllables are computed, and not listed.
extension CanonicalComposition {
    /// Characters that two others compose to.
    static let composing = """
        5c 3m 16o 1 0 2 1 0 2 1 0 2 1 0 a 1 0 4 2 4 1m 1 4 25 1 0 2 1 0 2 1 0 c 1 8 f 1 0 2 1 0 2 1 0 c 2 a 9 1 2 5 1 0 2 1 0 \
        2 1 0 2 1 0 a 3 c f 1 0 2 1 0 2 1 0 c 1 8 d 3 g 1 1 0 2 1 0 2 1 0 2 1 0 a 1 0 4 2 4 1m 1 4 25 1 0 2 1 0 2 1 0 c 1 8 f \
        1 0 2 1 0 2 1 0 c 2 a 9 1 2 5 1 0 2 1 0 2 1 0 2 1 0 a 3 c f 1 0 2 1 0 2 1 0 c 1 8 d 2 0 e 1 33 7 1 1s 0 1 1r 4 1 1s 0 \
        1 1r 1w 1 1s 0 1 1n 25 1 1s 0 1 1r 2 1 1s 0 1 1r a 1 1s 0 1 1r a 1 1s 0 1 1p 0 1 1s 0 3 1p f 1 1s 0 1 1r 4 1 1s 0 1 1r \
        2 1 1s 0 1 1r 1u 1 1s 0 1 1r 1j 1 1s 0 1 1n j 1 1s 0 1 1r 8 1 1s 0 1 1r 2 1 1s 0 1 1r 1s 1 1s 0 1 1p 21 1 1s 0 3 1p 2 \
        1 1s 0 1 1r 2 1 1s 0 1 1r 4 1 1s 0 1 1r 1w 1 1s 0 1 1r 1t 4 2 9 1 1s 0 1 1p 22 1 1s 0 2 1p 23 1 1s 0 1 1r 24 1 1s 0 1 \
        1r 1h 1 1s 0 5 1n l 1 1s 0 1 1r 24 1 1s 0 1 1r 1h 1 1s 0 4 1p f 1 1s 0 1 1r 4 1 1s 0 1 1r a 1 1s 0 3 1l j 1 1s 0 1 1r \
        24 1 1s 0 1 1r 1h 1 1s 0 1 1p l 1 1s 0 1 1r 2 1 1s 0 1 1r 22 1 1s 0 1 1r 1h 1 1s 0 1 1p 1i 1 1s 0 1 1r 1h 1 1s 0 3 1p \
        h 1 1s 0 1 1r 2 1 1s 0 1 1r 4 1 1s 0 1 1r 8 1 1s 0 1 1r 2 1 1s 0 1 1r 1m 1 1s 0 1 1n 23 1 1s 0 1 1n 0 1 1s 0 1 1r c 1 \
        2 d 1 1s 0 1 1r c 1 1s 0 1 1r a 1 1s 0 y 2d u 1 1s 0 e 1f 0 1 1s 0 t 2v t 1 1s 0 1 1b 0 1 1s 0 1 1f 0 1 1s 0 1 1f 0 1 \
        1s 0 1 5q f 1 1s 0 1 1r 5 1 1s 0 1 1r m 1 1s 0 1 1r n 1 1s 0 2 33 8 1 1s 0 1 hw 0 1 2 0 1 jl 0 1 1s 0 3 8t g 1 1s 0 1 \
        1j 0 1 1s 0 1 1j 1k 1 1s 0 1 l2 1z 1 2 0 1 2v g 1 c6 0 1 un 0 4 1x l 1 1s 0 3 1d 1 1 1s 0 1 4u 2 1 1s 0 1 1p 0 1 1s 0 \
        1 r 0 1 1s 0 1 a5 s 1 1s 0 1 1r 4 1 1s 0 1 1j 3 1 1s 0 1 1r 4 1 1s 0 1 1j 3 1 1s 0 1 1r 4 1 1s 0 1 1f 3 1 1s 0 1 1r 4 \
        1 1s 0 1 1l 3 1 1s 0 1 1r 4 1 1s 0 1 1l 3 1 1s 0 1 1r 4 1 1s 0 1 1v 16 1 1s 0 1 1p 0 1 1s 0 3 2f 1f 1 1s 0 7 25 9 1 1s \
        0 1 1j 1s 1 1s 0 1 6a 1x 1 1s 0 1 1t 0 1 1s 0 1 97 6 1 1s 0 1 ou 5 1 2 0 1 q3 0 1 1s 0 9e 2m 5 1 15e 0 2 8 0 1 4 0 1 4 \
        0 2 c 0 2 c 0 1 8 0 1 1u 0 q 2p e 1 o 0 1 o d 1 8 0 1 4 0 1 4 0 1 10 0 q z e 1 o 0 1 b d 1 c 0 1 8 0 5 i 0 1 0 e 18 3q \
        f 1 0 g 2 3 d 4 p e 5 14 d 1 3 1 1 m c b l 0 w 1s 0 n 5 b 1 0 g 2 3 d 4 1y e 5 1j d 1 3 1 1 m c o 2q i 1 2 0 22 59 h 1 \
        1s 0 e 23 0 1 1s 0 1 1r 4 1 1s 0 3 1h 3 1 1s 0 3 92 4 1 2 0 1 at 0 1 1s 0 1 1p 0 1 1s 0 3 1p 7 1 1s 0 1 1r 8 1 1s 0 1 \
        1f 0 1 1s 0 3 9g 0 1 2 0 1 af 0 1 1s 0 1 2b 7 1 1s 0 1 1r 8 1 1s 0 1 1r 6 1 1s 0 1 1j 5 1 1s 0 3 1j 0 1 1s 0 89 qg 1au \
        1 0 2 1 1u 0 1 1t 2 1 1y 1 4a 7q 0 2 13 0 h y 0 gm x8 15c 8 g 0 3 6 0 47 88 78 1 0 1e ak lc la 3 0 1b 1 0 1e 20 46 74 \
        1i 2w 1d 1 2 0 1 1 1e 3g 74 72 3c 6q 72 7 e 0 1 0 2 2 0 13 1 8 12 3j 6w 5u 1 2 0 1 1 1e 3y 86 6e 2 0 a 1 6 9 1 5 16 g8 \
        wo wu 25c 4ao 4cu 2 4 0 2 4 0 2 4 0 2 4 0 4 8 0 15 2a 0 2 4 0 3 4 0 1 2 0 2 6 0 jh ao1 9i7 1 1s 0 1 1p 1n 1 1s 0 1 1r \
        1k 1 1s 0 1 1r s 1 1s 0 1 5m 2n 1 1s 0 1 91 c 1 1s 0 1 1r 1k 1 1s 0 1 1r s 1 1s 0 1 1r j 1 1s 0 1 1r c 1 1s 0 1 9o 2h \
        1 2 0 1 1 2 1 2 0 1 bf 2g 1 1s 0 1 1r 6 1 1s 0 1 p2 2b 1 2 0 1 qt 2 1 1s 0 1 1p 5 1 1s 0 1 1p 6 1 1s 0 1 1r 1k 1 1s 0 \
        1 1r 1h 1 1s 0 1 1r 1q 1 1s 0 1 1r e 1 1s 0 1 1p 4 1 1s 0 1 5o 2l 1 1s 0 1 93 0 1 1s 0 1 1r 1w 1 1s 0 1 1r s 1 1s 0 1 \
        1p r 1 1s 0 1 bro 1p 1 2 0 1 bth 2i 1 1s 0 1 1r 7 1 1s 0 1 1p 2f 1 1s 0 1 1r c 1 1s 0 1 1r 1k 1 1s 0 1 1p 1j 1 1s 0 1 \
        1r 1k 1 1s 0 1 1r s 1 1s 0 1 1r 7 1 1s 0 1 5q 2f 1 1s 0 1 1r e 1 1s 0 1 4u f 1 2 0 1 1 2 1 2 0 1 e1 0 1 1s 0 1 1r c 1 \
        1s 0 1 1n 0 1 1s 0 1 1r 1k 1 1s 0 1 btc 1p 1 2 0 1 bv5 2i 1 1s 0 1 1p 2b 1 1s 0 1 1r 1k 1 1s 0 1 cu 1j 1 2 0 1 a 0 1 2 \
        0 1 bgi 0 1 2 0 1 bvh 0 1 1s 0 1 1r 1k 1 1s 0 1 1r s 1 1s 0 1 1r 7 1 1s 0 1 1p h 1 1s 0 1 1r o 1 1s 0 1 1r 5 1 1s 0 1 \
        di 2f 1 2 0 1 2 e 1 2 0 1 fd 9 1 1s 0 1 1r 1s 1 1s 0 1 1p 1x 1 1s 0 1 1r 2 1 1s 0 1 1r e 1 1s 0 1 1r 1 1 1s 0 1 1r 1k \
        1 1s 0 1 1p 1j 1 1s 0 1 1r 2 1 1s 0 1 1p 1 1 1s 0 1 1p 9 1 1s 0 1 1r 1u 1 1s 0 1 1r s 1 1s 0 1 z 0 1 o 29 1 6 4 1 4 0 \
        2 ek 5 5 hn 1k 1 1s 0 1 1r 1f 1 1s 0 1 5e f 1 1s 0 1 1r 1 1 1s 0 1 1r i 1 1s 0 1 1r b 1 1s 0 1 br0 1 1 2 0 1 bp9 1 1 2 \
        0 1 1 1 1 2 0 1 1 i 1 2 0 1 1 b 1 2 0 1 bp6 6 1 2 0 1 bzr 1m 1 1s 0 1 1r 1f 1 1s 0 1 1r b 1 1s 0 1 5m 3 1 1s 0 1 1r 1 \
        1 1s 0 1 1r i 1 1s 0 1 1r b 1 1s 0 1 brw 1 1 2 0 1 c0v e 1 1s 0 1 1r 1g 1 1s 0 1 1f 0 1 1s 0 1 1r 1f 1 1s 0 1 5m f 1 \
        1s 0 1 1r 1 1 1s 0 1 1r i 1 1s 0 1 1r b 1 1s 0 1 bsg 1 1 2 0 1 bix 1 1 2 0 1 1 1 1 2 0 1 1 i 1 2 0 1 1 b 1 2 0 1 1 1s \
        1 2 0 1 if 0 1 1s 0 1 1r 1f 1 1s 0 1 hg f 1 2 0 1 1 1 1 2 0 1 1 i 1 2 0 1 1 b 1 2 0 1 1 1s 1 2 0 1 j1 1x 1 1s 0 1 1r \
        1y 1 1s 0 1 1r 1f 1 1s 0 1 1r b 1 1s 0 7 19s w 1 0 2 1 ase 13 1 2 0 1 1 2 1 2 0 1 1 3m 1 2 0 1 au7 2l 1 0 2 1 aum 13 1 \
        2 0 1 1 2 1 2 0 1 1 3m 1 2 0 1 asn 2l 1 0 2 1 at2 13 1 2 0 1 1 2 1 2 0 3 auv 10 1 0 2 1 ava 13 1 2 0 1 1 2 1 2 0 3 atf \
        10 1 0 2 1 atu 13 1 2 0 1 1 2 1 2 0 1 1 3m 1 2 0 1 avn 2l 1 0 2 1 aw2 13 1 2 0 1 1 2 1 2 0 1 1 3m 1 2 0 1 au7 2l 1 0 2 \
        1 aum 13 1 2 0 1 1 2 1 2 0 1 1 3m 1 2 0 1 awf 2l 1 0 2 1 awu 13 1 2 0 1 1 2 1 2 0 1 1 3m 1 2 0 1 aur 2l 1 0 2 1 av6 13 \
        1 2 0 1 1 2 1 2 0 3 awz 10 1 0 2 1 axe 13 1 2 0 1 1 2 1 2 0 3 avb 10 1 0 2 1 avq 13 1 2 0 1 1 2 1 2 0 1 1 3m 1 2 0 2 \
        axj 2j 2 ay0 13 2 0 2 2 0 3m 1 avz 2l 1 0 2 1 awe 13 1 2 0 1 1 2 1 2 0 1 1 3m 1 2 0 1 ay7 2l 1 0 2 1 aym 13 1 2 0 1 1 \
        2 1 2 0 1 1 3m 1 2 0 1 ay7 3n 2 8 0 2 4 0 2 4 0 2 c 0 2 c 0 2 8 0 4 ar2 3u 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 \
        2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 y 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 \
        1 2 0 1 2 0 1 2 0 1 2 0 1 2q 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 0 1 2 \
        0 1 ayj 3h 1 0 3 1 aym 3m 1 ayl 0 1 9 0 2 a 5 1 b2i 6 1 b49 3h 1 0 3 1 0 7 2 0 3u 5 15d 5 1 c60 6 1 ayh 0 1 h 0 2 i 5 \
        1 b32 6 1 b4x 3t 2 4 0 2 0 3u 1 b4g 3t 1 0 2 1 0 3m 1 b2j 3b 1 0 3 1 y 7 4 x 3o 1 y 0 1 2p 3b 1 0 3 1 0 7 3 b7u 0 1 0 \
        2 1 0 3m 1 b5d 3b 1 0 3 1 c 7 2 j 12 1 0 2 1 8 2k 1 c 0 1 23 3b 1 0 3 1 0 7 2 7 14 1 169 13 5 c6g 3u 1 axx 0 1 a 0 2 9 \
        5 1 b4q 6 1 b71 3t 2 k 0 2 0 3u bi bta p 1 4 0 j 4 0 v 3c 0 1 8 0 1 3 0 1h 2q 0 5 a 0 3 6 0 o 1c 0 2 4 0 r 1a 0 3 e 0 \
        3 4 0 2 6 0 n dg5 0 2 dhk 0 b 13 0 1 dgh 0 1 4 0 1 dho 0 1 2 0 3 q 0 1 2 0 3 6 0 1 2 0 7 6 0 1 2 0 3 e 0 1 2 0 3 6 0 1 \
        2 0 z 1i 0 1 c 0 1 2 0 1 4 0 1d 2l 0 1 2 0 1 14 0 1 2 0 7 1s 0 1 2 0 1 2 0 1 2 0 2n3 5d8 hxe 2 4 0 2 4 0 2 4 0 2 4 0 2 \
        4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 3 6 0 2 4 0 2 4 0 7 e 0 1 0 2 2 6 1 1 0 2 2 6 1 1 0 2 2 6 1 1 0 2 2 6 1 1 0 2 \
        n 2x 1 a 4u 0 e s 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 2 4 0 3 6 0 2 4 0 2 4 0 7 e 0 1 0 2 2 \
        6 1 1 0 2 2 6 1 1 0 2 2 6 1 1 0 2 2 6 1 1 0 2 n 2x 1 3 42 0 1 2 0 1 2 0 1 2 0 4 m 0 1617 2c2y i03 r g 0 246 48u 2yjq 2 \
        4 0 f k 0 3n 7s 62 1 2 0 f0 tm tq 1 0 1e 1j 3a 6c 2 4 r 9 e e 3 a e 1g 2s d 2 0 j 1 0 y 6r dq de 1 0 j 2 0 q 70 e6 dg \
        1 2 0 ot 1dk 1du e7d seq sf0 1 0 m 1 0 j 1 m 0 1 l 2 1 6 1 1 2 0 1 1 2 2f4 4uk 4um 1 7 0 1 c 0
        """

    /// Characters that decompose to two others, which do not compose to them.
    static let excluded = """
        n8 174 16q 178 2e2 2gm 1 2 0 1 2 0 1 a 0 1 a 0 1 2 0 1 i 0 1 8 0 3h 6c 74 1 2 0 2 q 0 2c 7a 74 3 c 0 z 1v 0 1 2 0 1 a \
        0 3 u 0 72 do e8 1 2 0 rq 1mo 1rq a k 0 5 a 0 5 a 0 5 a 0 d 1h 3 a 2q 3p 2 0 4 1 3m o 2 2 0 9 3n 0 i 1u 32 a k 0 5 a 0 \
        5 a 0 5 a 0 d 1h 3 5cz asa 4xl 154x emf zc 2 1e 6 b h k 1 0 2 1 2oxs 1 1 0 2 1 2oz5 l 1 0 2 1 0 8 1 2 0 1 2 0 1 2 0 1 \
        2 0 1 2 0 1 2 0 2 4 0 1 2 0 1 2 0 1 2 0 1 2 0 2 4 0 2 4 0 1 2 0 2 4 0 1 2 0 2 4 0 1 2 0 1 2 0 1 2 0 1 2 0 1 15 5 1 7 c \
        1 k 0 1 i 0 16a8 51ie 51l8 1 2 0 1 e i 1 0 2 1 0 2 1 0 2 1 0 2 2f 50 p 1 2 0 1 2 i 1 2 0 1 1 2 1 2 0
        """

    /// Characters that another one takes the place of.
    static let single = """
        n4 16o 1 2 2 10 1d 4z a zf 9 6w 5ii 162 2 2 2 2 2 2 2 1m 2 2 2 2 1q 3z 3 2u b 2p 2 2 8 e 8 b 8 24 8 1v 3 h 1 18p a 194 \
        2 6 2 14l 3 cd8 1 2 85 b77 4 1bv 1 6s e6 io6 1 2 168m 10fy 1 eqv 1 fqk 1 sj 1 bu5 1 cvx 1 292 1 twu 1 0 1 rrp 1 mbk 1 \
        ntf 1 1he 1 3fg 1 82u 1 3lk 1 2no 1 l2 1 ho 1 2zy 1 f89 1 182 1 1h8 1 16y 1 6gu 1 57e 1 3da 1 tst 1 1ye 1 9b2 1 2su 1 \
        7xg 1 9gi 1 pln 1 7cm 1 8n8 1 1f2 1 f91 1 c9q 1 2ha 1 gbt 1 3a2 1 2hy 1 278 1 bs4 1 psf 1 v6 1 ge 1 72k 1 2e6 1 2uy 1 \
        1wu 1 3lg 1 2dm 1 4s 1 2zq 1 3nq 1 1oa 1 106 1 esb 1 di 1 1mq 1 2fm 1 60m 1 4ja 1 7rl 1 jql 1 2fe 1 blk 1 1mk 1 5kn 1 \
        2j4 1 7w0 1 416 1 ojh 1 1ec 1 5eq 1 1hq 1 h6 1 5kw 1 eo 1 9ig 1 qnl 1 i2a 1 ifx 1 v 1 fxc 1 1fo 1 2g6 1 7bc 1 4bt 1 \
        g2p 1 2ue 1 d14 1 o09 1 5ek 1 1na 1 7oq 1 r6 1 dkh 1 eyw 1 gaf 1 6ac 1 6yf 1 c5a 1 2w7 1 9ck 1 gcd 1 1ti 1 c3q 1 58w 1 \
        2iq 1 c7z 1 e7g 1 dvz 1 3rn 1 clq 1 ccp 1 70q 1 fal 1 12u 1 5c 1 8z4 1 824 1 26o 1 3ba 1 2re 1 otv 1 ii 1 21u 1 25u 1 \
        2pe 1 41e 1 3mg 1 b9i 1 1ve 1 1ne 1 32 1 u3p 1 7yu 1 1uq 1 e6u 1 jbv 1 188 1 68 1 110 1 45u 1 uk 1 1a8 1 22q 1 1n8 1 \
        za 1 5ta 1 41b 1 4fe 1 18u 1 pr9 1 7s 1 tw 1 b2u 1 9h0 1 r4 1 hc1 1 go 1 1e4 1 38m 1 6jk 1 3gx 1 eg1 1 36y 1 1y4 1 py \
        1 xw 1 7qk 1 a6 1 4f6 1 9k 1 730 1 1vo 1 4k 1 bk 1 snt 1 gna 1 9ho 1 1zc 1 l9p 1 791 1 x4 1 4dk 1 4i 1 3p0 1 1qq 1 32w \
        1 1rc 1 5tg 1 4jk 1 5ya 1 mix 1 ito 1 qq1 1 89w 1 6o 1 23g 1 ja 1 256 1 io 1 17o 1 1u2 1 asc 1 s0x 1 6ma 1 kno 1 rrt 1 \
        53w 1 6n6 1 d4w 1 it9 1 oi 1 2p2 1 4io 1 dtq 1 r09 1 r0 1 3ak 1 3to 1 hi 1 j8 1 1oa 1 2te 1 qg 1 3se 1 3os 1 10 1 3iu \
        1 20c 1 qpx 1 auu 1 aih 1 bqe 1 13k 1 6v8 1 6ky 1 294 1 wg 1 lqn 1 2g8 1 7y2 1 2t5 1 4q 1 kk 1 3vn 1 ul 1 ake 1 nxr 1 \
        kq4 1 jcn 1 2t 1 4zi 1 1ne 1 a9y 1 d5t 1 6ya 1 2j7 1 g0e 1 2ql 1 5j6 1 51f 1 gvj 1 5d1 1 1s0 3 110 2 5kk 3 84r 1 d5k 1 \
        1fk 1 ys 1 1w 1 e 1 2c 1 bri 1 ai7 1 16m 2 2i2 2 1xo 3 22o 1 ay 4 350 1 q 1 2g 1 1so 1 52j 1 2b6 1 s29 1 he 1 5o 1 l4 \
        1 1i 1 62 1 wo 1 5u 1 5g 1 q8 1 5s 1 1h4 1 k 1 1n0 1 bs 1 24 1 5k 1 1bu 1 86 1 9q 1 rs 1 1yc 1 92 1 eo 1 wo 1 ai 1 ry \
        1 1r2 1 9m 1 m 1 1 1 g 1 c 1 e 1 2o 1 2 1 9w 1 3m 1 hq 1 vc 1 16 1 34 1 gy 1 86 1 r4 1 7s 1 0 1 qk 1 1v6 1 7g 1 k6 1 \
        34 1 ms 1 2y 1 124 1 78 1 2mu 1 fs 1 3c 1 m17 1 5alu 1 4xbf 3 kir 1 1em 1 49 1 r3 1 p6 1 3a 1 i6 1 2u 1 11i 1 3z 1 3s \
        1 42 1 z4 1 4y 1 82 1 w 1 f0 1 b0 1 1g4 1 e 1 80 1 3s 1 gm 1 6k 1 3v 1 7g 1 2j 1 84 1 3o 1 m8 1 4w 1 30 1 eg 1 fw 1 92 \
        1 8 1 3a 1 1mu 1 3m 1 lq 1 ms 1 v 1 4u 1 e0 1 io 1 2gi 1 25f 1 6s 1 6u 1 i6 1 8a 1 2y 1 ck 1 4 1 9i 1 y 1 1e 1 4s 1 j \
        1 m0 1 qy 1 f2 1 ae 1 cg 1 8i 1 ic 1 b2 1 1ay 1 8q 1 1ec 1 pc 1 3u 1 w 1 gi 1 36 1 2h 1 30 1 5 1 x 1 48 1 4i 1 l8 1 v4 \
        1 hg 1 ge 1 ca 1 1l8 1 5q 1 6e 1 7e 1 20 1 o 1 2o 1 14e 1 1sk 1 4b4s 1 b 1 4ki 1 5j73 1 1rq 1 1u 1 5teo 1 45q 1 dfq 1 \
        59gf 1 46 2skn w4h 1 9 1 i 1 4rsy 1 4rcz 1 4c 1 q 1 3y 1 6o 1 1q 1 4c 1 1b 1 b4x 1 53y0 1 4sm1 1 e 1 w 1 12 1 4s3u 1 \
        53gl 1 bbw 1 24 1 4s58 1 4s4n 1 q 1 14f 1 14w 1 i 1 6bmc 1 6bir 1 s 1 bif 1 blk 1 m 1 2g 1 a 1 blv 1 bqc 1 4 1 1i 1 18 \
        1 m 1 2 1 y 1 2s 1 g 1 i 1 1e 1 k 1 4 1 0 1 0 1 4tay 1 4hvb 1 bbf 1 16 1 4tmw 1 4tm7 1 c 1 16 1 8g 1 5n 1 w 1 1s 1 38 \
        1 4o 1 1g 1 3q 1 w 1 1u 1 0 1 16 1 10 1 g 1 u 1 iw 1 f3 1 f6 1 az 1 1y 1 1qx 1 2q6 1 fz 1 24 1 1e 1 77 1 9a 1 1 1 6u 1 \
        4vhs 1 4vdv 1 a 1 u 1 14 1 g 1 3k 1 4vws 1 3o 1 4vsr 1 2m 1 o 1 4d 1 7w 1 e0f 1 s 1 e8o 1 30 1 0 1 4wes 1 4w7d 1 16 1 \
        u 1 o 1 4wne 1 4wmp 1 e 1 1ay 1 19d 1 egx 1 eke 1 s 1 4k 1 2t 1 4xim 1 4x8h 1 4x8m 1 4x67 1 5 1 y 1 5m 1 2 1 ew5 1 exo \
        1 2e 1 16 1 2g 1 f0t 1 5d8i 1 5d71 1 f3c 1 6 1 6 1 14 1 6dg0 1 6dd3 1 4yna 1 0 1 4ktb 1 drx 1 0 1 f5h 1 5jvm 1 imc 1 \
        5n8v 1 i 1 f7z 1 fam 1 2u 1 k 1 1w 1 7k 1 fil 1 1n 1 flc 1 4zgg 1 4zdl 1 76 1 8 1 4 1 3 1 2k 1 14 1 20 1 r 1 m 1 2m 1 \
        14 1 8 1 1g 1 m 1 3o 1 4o 1 1y 1 6w 1 501k 1 502l 1 3l 1 60 1 1i 1 5e 1 5062 1 502l 1 55 1 1j 1 gdx 1 gom 1 16 1 1q 1 \
        23 1 glx 1 gxy 1 1m 1 516k 1 50zx 1 fe 1 9p 1 h27 1 h68 1 h75 1 1z 1 8yk 1 6 1 8gm 1 5j 1 aaq 1 o13 1 dx8 1 8 1 c 1 3e \
        1 l 1 51wg 1 5jar 1 hnm 1 6h 1 be 1 2u 1 51ow 1 51od 1 65 1 dm 1 hyl 1 i16 1 5e 1 3y 1 ak 1 51py 1 51n3 1 ih1 1 iky 1 \
        52bw 1 5291 1 ikr 1 img 1 2i 1 1i 1 2 1 52uc 1 bnn 1 btq 1 52s7 1 53h8 1 53ax 1 s 1 5n 1 9q 1 28 1 36 1 2z 1 28 1 u 1 \
        q 1 535e 1 539v 1 dy 1 3i 1 jg5 1 jlc 1 7 1 53bo 1 53n3 1 kq 1 53a8 1 2o 1 537z 1 6e 1 1h 1 5 1 jyh 1 k14 1 2u 1 b 1 \
        30 1 4fsg 1 4fjz 1 53r0 1 53m5 1 544e 1 53wl 1 q 1 1i 1 54s0 1 54pb 1 16 1 554w 1 ce 1 554j 1 y 1 kvx 1 kxe 1 kwp 1 0 \
        1 l5q 1 16 1 16 1 14 1 3u 1 l7h 1 lci 1 563o 1 5627 1 567c 1 564j 1 4p5q 1 4owt 1 5736 1 1a 1 7s 1 5spb 1 o 1 lp4 1 \
        579a 1 1 1 26 1 1g 1 57ah 1 2 1 0 1 2e 1 lr5 1 lus 1 lu1 1 4g 1 5tzi 1 57z1 1 3g 1 3k 1 m35 1 5uo6 1 58db 1 58js 1 2e \
        1 58iz 1 54 1 mev 1 mjm 1 k 1 a 1 59ay 1 gm 1 0 1 59ip 1 mhj 1 5weq 1 59l5 1 6 1 mrn 1 5woi 1 59i3 1 mzn 1 n0w 1 9 1 \
        1m 1 5amk 1 5ah1 1 n2b 1 n7w 1 3a 1 3q 1 nc1 1 5yi0 1 1q 1 5yhn 1 5yps 1 5ayl 1 5b48 1 5b2p 1 5m 1 m 1 5bje 1 42 1 \
        5bid 1 5bps 1 5bov 1 4rtq 1 5frn 1 o1m 1 4i 1 o33 1 o6e 1 f81 1 5rdw 1 s 1 klf 1 i 1 4rat 1 6 1 5dg 1 tph 1 ojw 1 b 1 \
        10 1 ixf 1 iyk 1 4 1 k 1 2a 1 5cx8 1 5cx9 1 34 1 3w 1 44 1 7n 1 8k 1 2c 1 68 1 ef 1 6m 1 4 1 w 1 5cxg 1 h6 1 8b 1 61xv \
        1 p70 1 4 1 1y 1 5ffs 1 5fbf 1 5dhs 1 62sd 1 8 1 62zk 1 g2 1 63f1 1 pmy 1 o 1 m 1 4 1 3k 1 1t 1 7g 1 2f 1 8e 1 4h 1 3q \
        1 1i 1 py5 1 q38 1 1s 1 q33 1 q8e 1 6 1 5f60 1 5ezj 1 e 1 qc1 1 qdm 1 xa5 1 6d46 1 a8 1 66a7 1 i 1 qsy 1 4a 1 8q 1 ba \
        1 5g2u 1 5fy1 1 18 1 50 1 54 1 5gmo 1 1b2t 1 45f5 1 t 1 2w 1 45p8 1 45cj 1 5k 1 5ik4 1 1i 1 5i29 1 56 1 1s 1 5id6 1 \
        5icl 1 fu 1 8u 1 2 1 53 1 l6 1 1k 1 5j2i 1 5ihp 1 u0b 1 u2s 1 5j0g 1 6cyp 1 ud6 1 mjl 1 moy 1 5jyc 1 bu 1 6el3 1 g 1 \
        ul0 1 5kr8 1 6f8v 1 6fgo 1 5kwl 1 0 1 1o 1 5lay 1 5l0n 1 uot 1 uss 1 70 1 1i 1 3c 1 uvz 1 6hms 1 5mbf 1 gs 1 ai 1 vod \
        1 1q 1 vsk 1 5nm6 1 6je3 1 6jh6 1 eq 1 7a 1 5nsb 1 w5l 1 w92 1 a 1 e 1 k 1 e 1 22 1 5oy2
        """
}
