"""Invented pages as they are fetched, each line marked by whether it belongs to the article."""

from __future__ import annotations

# Each page: lines marked `+` belong to the article and must stay, lines marked `-` must go, `=` is the title.
PAGES = {
    "harbour strike": """
        - Skip to main content
        - Menu
        - News
        - Sport
        - Weather
        = Dockers in Varnhaven walk out over night shifts
        - By Ellen Marsh
        - 14 May 2021
        - Share
        - Facebook
        - Twitter
        - WhatsApp
        - Cranes stand idle at the container terminal in Varnhaven. Photo: Ellen Marsh/Coastal Press
        + Some 400 dockers in Varnhaven stopped work at dawn on Friday over a new rota.
        + The union says the rota adds two night shifts a month without extra pay.
        - Read more: Port profits double in a year
        + "We were never asked," said crane driver Tomas Bell.
        + The port operator called the walkout unlawful and said it would go to court.
        - Sign up to our morning newsletter
        + Talks are due to resume on Monday
        - Tags: ports, strikes, labour
        - © 2021 Coastal Press. All rights reserved.
    """,
    "mountain clinic": """
        - Home > Health > Regions
        = Last clinic in the Orla valley to close
        + Patients will have to travel forty kilometres to the next doctor, the regional board decided
        - Orla Herald
        - Published: 3 March 2022
        - 4 min read
        - Listen to this article
        + The board voted nine to two on Thursday evening to shut the clinic.
        - ADVERTISEMENT
        + Its chair, Petra Lind, said there were no doctors left to hire.
        + "I have written to every medical school in the country," Lind said. "Nobody came."
        - Support local journalism
        - The Orla Herald depends on its readers. If you value our reporting, please consider a monthly contribution.
        - “I give because nobody else asks the board a hard question,” — Anna, reader since 1998
        - Your gift, however small, keeps our newsroom open. Donate today.
        - Most read
        - Bear seen near the school
        - Why the bridge still has no date
        - Council picks a new coat of arms
    """,
    "chip factory": """
        = # Chipmaker scraps plans for second plant
        - *By Jonah Reyes and Mina Okafor*
        - **Jan 9, 2024, 8:15 AM EST**
        - ![The site in winter](https://img.example/plant.jpg)
        - *Bulldozers on the site in December. (Dana Cole/Bloomberg)*
        + Helion Semiconductors has dropped plans for a [second plant](https://example.org/plant) in Dunmore.
        + The company **declined** to comment.
        - **See also:** [Who pays for the chip race?](https://example.org/chips)
        + Its shares fell 4.1% to $31.20 in early trading.
        + Governor Ruth Sandoval, who had promised 3,000 jobs, said she was "disappointed, but not surprised."
        - [Facebook](https://facebook.com/x) | [X](https://x.com/x) | [LinkedIn](https://linkedin.com/x)
    """,
    "flooded village": """
        = Village rebuilt on stilts braves its first flood
        - LAST UPDATED: 2 hours ago
        - This is a developing story and will be updated.
        + BELLU, Aug 12 (NTA) - The river rose three metres in a night, but the floors of Bellu stayed dry.
        + Engineers had moved 120 houses onto concrete stilts after the flood of 2017.
        + "My grandson slept through it," said farmer Ibu Sari, 71.
        + In nearby Tenga, which was not rebuilt, two people are missing.
        + Reporting by Wayan Putra; editing by Claire Dunn
        - Our Standards: The Northern Trust Principles
        - Reuse this content
        - Follow NTA on Telegram
        - Get the NTA app
    """,
    "opera director": """
        - Culture
        = The director who fired her own opera house
        - Interview
        - Words by Sofia Brandt
        + When Marta Elm took over the opera in Lund she had, she says, one condition: that she could close it.
        + “People come for the building,” she told me over tea. “I wanted them to come for the music.”
        - Photograph: Lars Holm/The Evening Courier
        + We walked through the empty foyer while she spoke, and our steps rang on the marble.
        + You could hear the heating tick.
        - Sign up for The Overture, our weekly email on music and theatre. Delivered every Friday.
        + She now plays in barns, churches and once in a car park.
        - About the author
        - Sofia Brandt
        - Sofia Brandt writes about music for The Evening Courier.
        - Twitter: @sofiabrandt
    """,
    "tax vote": """
        - Politics | Economy | Opinion | Video
        = Parliament passes windfall tax by one vote
        - The Capital Post
        - Monday, 7 November 2022 18:40
        - Lawmakers applaud after the vote on Monday. REUTERS/Ana Silva
        + Parliament on Monday approved a tax on the extra profits of energy firms by 101 votes to 100.
        + Finance Minister Joao Prado said it would raise 2.3 billion crowns next year.
        - RELATED
        - What the windfall tax means for your bills
        - Five things we learned from the debate
        + The opposition Liberals said they would ask the constitutional court to strike it down.
        + It was the closest vote since 1994.
        - Do you know more about this story? Contact us confidentially at tips@capitalpost.example
        - By clicking “Accept” you agree to the storing of cookies on your device.
    """,
    "reader-funded newsroom": """
        = Reader-funded newsroom to lay off a third of its staff
        + The Ledger, a nonprofit newsroom in Quill City, told its journalists on Tuesday that 14 of 42 jobs would go.
        + Donations fell by half last year, editor Noor Haddad said in an email to staff.
        + "We asked our readers for help, and they could not give any more," she wrote.
        + The Ledger put up a paywall in 2020 and took it down a year later.
        + Subscribers had complained that the newsletter was all they could read.
        - Subscribe to City Watch
        - Email address
        - Subscribe
    """,
    "football final": """
        - LIVE
        = Rovers lift cup after shoot-out
        - 21:58
        + Goalkeeper Ade Bako saved two penalties as Rovers beat Athletic 4-3 on spot kicks.
        + It was 1-1 after extra time, Kim Aalto having levelled in the 88th minute.
        - Watch: All the goals from the final
        + Rovers: Bako; Stone, Mbeki, Falk; Aalto, Ruiz, Dean.
        + Attendance: 41,200
        - Like us on Facebook
        - Comments are closed.
        - You might also like
        - Bako signs new deal
        - The best shoot-outs ever, ranked
    """,
    "ring of dust": """
        = Observatory finds ring around dwarf planet
        + Astronomers have found a ring of dust and ice around a small world far beyond Neptune, they said.
        + The ring lies at seven times the radius of the body, where it ought to have gathered into a moon long ago.
        + Further observations are planned for the spring.
        - This material may not be published, broadcast, rewritten or redistributed without permission.
    """,
    "numbered explainer": """
        = How the new rent law works
        - Explainer
        - 6 minute read
        + The law caps rises at 3% a year and takes effect on 1 July.
        + Who is covered?
        + All leases signed since 2015, the ministry says, except those on holiday homes.
        + What can tenants do?
        + They can complain to the rent board, which must answer within 60 days.
        - Share this story
        - Copy link
        - Print
        - Was this article helpful?
        - Yes
        - No
    """,
    "doubled caption": """
        - Breaking
        = Ferry service to the islands suspended
        - The ferry Aurora is seen in dry dock at Port Elgin, February 2, 2020
        - The ferry Aurora is seen in dry dock at Port Elgin, February 2, 2020
        + All sailings to the outer islands were suspended on Sunday after cracks were found in the hull of the Aurora.
        + The operator said it had no spare ship.
        - 1/3
        + Islanders have been told to expect a week without fresh supplies.
        - With our free app you get breaking alerts first. Download the app now.
    """,
    "legal notice": """
        = Court hears appeal of jailed cartoonist
        + The appeals court in Maran began on Wednesday to hear the case of cartoonist Lev Arkin.
        + Arkin was sentenced in June to four years for a drawing of the president as a goose.
        + His lawyer told the court that geese are not protected by law.
        - Free Voice is an independent news organisation.
        - Free Voice has been declared an "extremist formation" by the authorities.
        - If you are in the country, please note that sharing, liking or reposting our content may lead to a fine.
        - To learn more, click here.
        - Small
        - Medium
        - Large
    """,
    "appeal in the middle": """
        = Poisoned river starts to recover
        + Otters were back on the Lenne this winter, eleven years after the spill.
        - Before you read on …
        - We have a small request. Our journalism is free for everybody to read, but producing it costs money.
        - If you can, please support us from as little as $2. It takes a minute.
        + The chemical plant upstream closed in 2015, and no one has been charged.
        + "We lost a generation of fish," biologist Karl Weiss said.
        + We are, he added, only at the beginning.
    """,
    "recipe of notices": """
        - We use cookies to improve your experience on our site. Read our cookie policy.
        - Accept all
        - Reject all
        = Baker wins right to sell bread on Sundays
        - by Staff Reporter
        - Posted on June 5, 2018 at 10:30 am
        + A baker in Sollen may open on Sundays, the administrative court ruled on Tuesday.
        + He had been fined nine times in a year.
        - Leave a comment
        - Your email address will not be published. Required fields are marked *
        - Name
        - Email
        - Website
        - The opinions expressed in this article are the author's own and not necessarily those of the paper.
    """,
    "affiliate review": """
        = The kettle that refuses to die
        - When you buy through links on our site, we may earn an affiliate commission.
        + The Brox K2 has been on sale since 1984, and hardly anything about it has changed.
        + Its maker says that half of the first year's run are still in use.
        + "People send us photographs of them," chief executive Ines Brox said.
        - Sponsored
        - Recommended for you
        - The ten best toasters
        - Is your fridge lying to you?
        - Subscribe now for €1 a week
    """,
    "embassy statement": """
        - World / Europe
        = Embassy denies expelling journalists
        - AFP
        - 2019-11-20
        + The embassy said on its Facebook page that no visas had been cancelled.
        + "Follow the rules and you will be welcome," the statement read.
        + Three reporters said on Twitter that they had been told to leave within 48 hours.
        + Share prices of the publisher that employs them fell on Wednesday.
        + Subscribe to that view or not, the ambassador told them, the law is the law.
        - Share on Facebook
        - Share on Twitter
        - More from this section
        - Minister quits over leaked memo
    """,
    "transcript with hidden characters": """
        = Mayor speaks on water prices
        + Mayor\u200b Lida Voss said the price of water would not rise\u202e this year.
        + She spoke\u00a0for ten minutes.
        - ﻿
        + Asked about next year, she said: “Ask me next year.”
        - Powered by NewsPress
    """,
    "newsletter within": """
        = Volcano closes airport for a third day
        + Ash from Mount Kerro kept the airport shut on Wednesday, stranding 9,000 travellers.
        - The day's top stories, delivered to your inbox every evening. Sign up here.
        + The wind is forecast to turn on Thursday, meteorologists said.
        + Hotels have doubled their prices, travellers complained.
        - GO DEEPER How ash destroys a jet engine
        - CLICK HERE TO GET THE KERRO TIMES APP
        - Kerro Times | Independent news from the islands | Donate
    """,
    "bylined bio": """
        = Why the census forgot the nomads
        - Hana Idris
        + The last census counted 212 nomads in the whole of the steppe.
        + There are, by the reckoning of the wells they use, at least nine thousand.
        + The bureau says it will count again in 2030.
        - Hana Idris is a reporter for Steppe Weekly who covers land and water.
        - Follow her on Twitter @hanaidris
        - Filed under: census, steppe
    """,
    "correction kept": """
        = University returns stolen skulls
        + The university handed over 31 skulls to descendants at a ceremony on Saturday.
        + They had lain in its cellar since 1907.
        + Correction: An earlier version of this article said there were 13 skulls.
        - Advertisement
        - Story continues below
        - Back to top
        - Contact us
        - Privacy policy
        - Terms of use
    """,
    "results list": """
        = Greens win council for first time
        + The Greens took nine of 21 seats in Sunday's vote.
        + The full result:
        + Greens: 9
        + Labour: 7
        + Liberals: 5
        + Turnout was 61%, the lowest since 1990.
        - Get the latest headlines sent straight to your phone. Join our WhatsApp channel.
    """,
    "image source lines": """
        = Bees return to the old mine
        - Image source, Getty Images
        - Image caption, A solitary bee at the edge of the pit
        + A survey has counted 64 kinds of bee in the disused mine at Tarn.
        - Related Topics
        - Bees
        - Mining
        + Only two of them had been seen there in 1990, ecologist Rhys Penn said.
        + The owners want to turn the pit into a reservoir.
        - Have you been affected by this? Email us: stories@example.org
    """,
}
