/**
 * Given names that are common in English, German, French, Spanish, Italian, Indian, Chinese and Arabic texts. A cue,
 * not a register: a name with a title, an initial or a signature is found without it. Names that are also common
 * words or places are left out, since they would flag ordinary text.
 */
export const GIVEN_NAMES = `
aaron abdul abigail abraham adam adrian adriana agnes ahmed aisha alan albert alejandro alessandro alex alexander alexandra alfred ali
alice alicia alison allen amanda amelia amir amy ana anand andre andrea andreas andrew angela angelo anita anja ann anna anne annette
annika anthony antoine antonio arjun arthur arun asha ashley astrid barbara barry beatrice ben benjamin bernard bernd beth betty
beverly bharat björn bob bonnie boris bradley brandon brenda brian bridget bruce bruno bryan camille carl carla carlos carmen carol
caroline carolyn carrie catherine cathy cecilia charles chen chiara chloe chris christian christina christine christoph christopher
claire clara clarence claudia claudio colin connie corinne craig cynthia daniel daniela danielle darren dave david deborah debra
deepak denise dennis derek diana diane diego dieter dmitri dominic dominik donald donna dora doris dorothy douglas duncan dylan eddie
edith eduardo edward edwin eileen elaine eleanor elena eli elias elisabeth elizabeth ella ellen elsa emil emily emma enrique eric erica
erik ernest esther ethan eugene eva evan evelyn fabian fatima federico felix fernando fiona florian frances francesca francesco
francis francisco franz fred frederick friedrich fritz gabriel gabriela gareth gary gavin geoffrey george gerald gerard gerhard
giovanni giulia giuseppe gloria gordon graham greg gregory guillermo gunther gustav hannah hans harold harriet harry harvey hassan
heather heidi heike helen helena helga helmut henri henry herbert hiroshi holly howard hugo ian ibrahim igor ines ingrid irene isaac
isabel isabella ivan jacob jacqueline jakob james jamie jan jane janet janice jason javier jay jean jeff jeffrey jennifer jeremy jerome
jerry jesse jessica jill jim joan joanna joachim joe joel johann johanna johannes john johnny jon jonas jonathan jorge jose josef joseph
josephine joshua joyce juan juanita judith judy julia julian juliana julie julien jürgen karen karim karin karl karsten kate katharina
katherine kathleen kathryn kathy katja katrin keith kelly ken kenneth kevin khalid kim kimberly klaus konrad kristen kristin kurt kyle
lakshmi larry lars laura lauren laurence laurent lawrence leah lena leo leon leonard leslie li lisa liam linda lindsay lorenzo lori
louis louise luca lucas lucia lucy luigi luis lukas luke lydia lynn maggie magnus manfred manuel marc marcel marcia marco marcus
margaret margarita maria marianne marie marilyn mario marion markus marlene marta martha martin martina marvin mary mathias matteo
matthew matthias maureen maurice max maximilian megan mehmet mei melanie melissa mercedes michael michel michelle miguel mike mikhail
mohamed mohammad mohammed monica monika muhammad nadia nancy natalia natalie natasha nathan neha neil nicholas nicola nicolas nicole nigel
nikolai nina noah nora norbert norma norman olaf oliver olivia oscar otto owen pablo pamela paolo pascal patricia patrick paul paula
pauline pedro peggy penelope peter petra philip philipp philippe phillip phyllis pierre pilar priya rachel rahul rainer raj rajesh ralph
ramesh ramon raphael raul ravi raymond rebecca regina renate rené ricardo richard rita robert roberta roberto robin rodney roger roland
rolf ronald rosa rosemary roy ruben rudolf rupert russell ruth ryan sabine sally salvatore sam samantha samuel sandra sanjay sara sarah
sean sebastian serge sergei sergio shannon sharon sheila shirley silvia simon simone sofia sonia sonja sophia sophie stefan stefanie
stephan stephanie stephen steve steven stuart sunil susan susanne suzanne sven sylvia tamara tanja tanya tatiana ted teresa terry
theodore theresa thomas tim timothy tina tobias todd tom tomas tony tracy trevor tyler ulrich ulrike ursula uwe valentina valerie
vanessa vera veronica victor vijay vincent vincenzo vivian vladimir walter wanda wayne wendy wei werner wilhelm william wolfgang xavier
yasmin yusuf yves yvonne zachary zoe
`;
