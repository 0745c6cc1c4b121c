/**
 * Stems by how many pages of business reports hold them, where a text is judged alone and cannot tell by itself.
 * The weights are inverse page frequencies of the middle of each class.
 */
const CLASSES: readonly { readonly weight: number; readonly stems: string }[] = [
  // On a fifth of all pages or more.
  {
    weight: 0.9,
    stems: `
    includ relat stat tabl financial content operat year result company consolidat december requir
    amount business follow chang net cost term certain million informat period account servic note cash
    sale asset total time incom loss report material agre valu rate manag plan significant date provid
    interest futur current general corporat continu market tax invest earn due additional product expens
    act non contract increas new benefit shar liability customer record security obligat impact subject
    pric payment form credit ended effect flow equity expect develop performanc part annual condit long
    item transact stock govern addit revenu employe exchang january foreign balanc affect unit primari
    adjust determin effectiv control approximat property estimat billion associat risk sect fair fiscal
    international recogniz purchas limit present receiv issu event law fund portion well one segment
    prior technology activity applicabl quarter purpos`,
  },
  // On a tenth to a fifth.
  {
    weight: 1.9,
    stems: `
    basis system charg number program common pursuant director party compensat availabl subsidiary see
    acquisit data factor advanc perform right capital principal paid incorporat measur remain respectiv
    reduc incur refer defer amend regulat ii gain exist debt policy outstand represent advers commit
    less ability evaluat matter caus restrict provision consider end regard believ offer process level
    defin third internal extent facility agent various accordanc sheet day first assess option similar
    maintain impair posit order financ substantial reflect federal public connect global board
    assumption legal obtain set terminat potential case establish direct component compar exhibit
    decreas otherwis pay work occur averag enter profit economic leas fixed actual support currency
    officer person method among necessary consist lender contain commercial design held however calculat
    meet except return equivalent exclud experienc executiv fee growth thre trad inc payabl commission
    high docu industry particular complet standard authority filed month manufactur review offset equip
    life aggregat comprehensiv project march involv previous award discussion becom against rule
    circumstanc reduct discount equal jurisdict referenc iii transfer disclosur acquir appropriat
    several accru retir clos organizat relationship supp settl larg describ delivery resourc shareholder
    accumulat research best generat begin excess`,
  },
  // On a twentieth to a tenth.
  {
    weight: 2.6,
    stems: `
    rang gross natur intangibl integrat demand fully deem negativ specifi schedul entity arrang audit
    stockholder notic grant historical insuranc reasonab borrow analysis execut lower group key full
    february complianc claim carry valuat dollar capacity type sell timing administrativ november
    independent protect domestic affiliat deliver limitat judg reasonabl dividend differenc country
    conduct like request joint five locat responsibl contribution line depend cannot amortizat higher
    inventory weight authoriz ownership retain hold ventur anticipat plac need strategy percentag june
    bank therefor contractual environmental allocat exercis incentiv extend mean receivabl forth
    classifi recent procedur co typical goodwill solution name separat initial assum fact china exce
    qualifi file indicat improv take cover aris failur applicat individual committe fourth issuanc
    address register specific regulatory plus senior access relevant instru permit restructur area
    agency power spac september base litigat decision designat partial accelerat summary utiliz critical
    recognit york national participat exampl covid proceed expenditur thereof defens sourc although
    supplier test different subsequent effectiveness constitut stor volum chief local elect accompany
    select seek technical consistent thousand list apply multipl allow accept repurchas hereby discuss
    effort april exposur considerat softwar environ lead sinc delay fluctuat disclos second enhanc major
    attributabl offic firm margin assuranc certificat intend consumer engag communicat short default two
    outsid partner successful reserv depreciat code liquidity thereto focus differ october trend last
    model adopt approv owned achiev complex distribution strategic across brand singl majority compris
    loan registrant target licens digital enabl real making health opportunity portfolio point
    capability fulfill final comp proc maturity next determinat forward websit build resolution fail
    gaap receipt identify immediat other hedg revolv thing chain enterpris creat network engineer open
    replac penalty consent monitor eligibl president unabl hereof ensur retail serv practic damag
    contingency detail reimburs titl iv sustain least realiz vary manner taken allowanc responsibility
    known greater together driven ongo principl sold vest denominat sole uncertainty vendor pandemic
    unless underly dated class according august pre correspond america variety writ declin center
    mitigat repay variabl articl forecast availability eliminat negotiat partnership preced able relativ
    maintenanc external longer redemption assign trust filing every reportabl competitiv qual behalf
    notwithstand amortiz summariz severanc definit entitl com category mobil reach description
    electronic possibl sec often concern regular progress initiativ free train vice disruption comparabl
    participant`,
  },
];

const RARE = 4;
const YEAR = 1;

const WEIGHTS: ReadonlyMap<string, number> = new Map(
  CLASSES.flatMap(({ weight, stems }) =>
    stems
      .trim()
      .split(/\s+/)
      .map((stem) => [stem, weight] as const),
  ),
);

/** How telling a stem is in general business language. */
export function generalWeight(stem: string): number {
  if (/^(?:19|20)\d{2}$/.test(stem)) return YEAR;
  return WEIGHTS.get(stem) ?? RARE;
}
