/**
 * English words that no name is recognised by on their own: general, of business reports, of medicine and of research.
 * Documents add the words that they themselves write in lower case. One string, since a set of literals parses slower.
 */
export const COMMON_WORDS = `
abatement abdomen abdominal abilities ability able abnormal about above absence absent absolute abstract academic accelerate accelerated accelerating
acceleration accept acceptable acceptance accepted accepting access accessed accessibility accessible accessories accident accommodate accompanied
accompanying accomplish accordance according accordingly account accountant accounted accounting accounts accrual accruals accrue accrued accumulated accuracy
accurate accurately accustomed achieve achieved achievement achieving acid acquire acquired acquiring acquisition acquisitions across act acted acting action
actions active actively activities activity actors acts actual actually actuarial actuaries acute adapt add added adding addition additional additions
additive address addressed addresses addressing adequacy adequate adequately adjacent adjust adjusted adjustment adjustments administer administered
administration administrative administrators admission admitted adopt adopted adopting adoption adult advance advanced advancement advances advancing
advantage advantageous advantages adversaries adverse adversely advertisement advertisements advertising advice advised advisers advisor advisors advisory
aerial aerospace affairs affect affected affecting affects affiliate affiliated affiliates affirmative affirmed affordability affordable africa african after
again against age agencies agency agent agents ages aggregate aggregated aggregating aggressive aggressively agility agree agreeable agreed agreeing agreement
agreements agrees aid aids air airborne aircraft airlifter airworthiness al albumin algorithm align aligned alignment aligns all allegations alleged alleges
alleging allergic allergies allergy alliances allocability allocable allocate allocated allocating allocation allocations allow allowability allowable
allowance allowances allowed allowing allows along already also alter alternate alternative alternatively alternatives although aluminum always amend amended
amendment amendments america american among amongst amortization amortize amortized amount amounts amplified an analyses analysis analyst analysts analytics
analyze analyzed analyzing anamnesis and anemia angle animal annex anniversary announced announcement annual annually annuity another answer antarctica anti
antibiotic anticipate anticipated anticipates anticipation any anyone anything apartments api app apparent appeal appeals appear appearing appears appendix
appetite applicability applicable application applications applied applies apply applying appointed appointment appoints appraisals appreciation
apprenticeship approach approaches appropriate appropriated appropriately appropriates appropriations approval approvals approve approved approx approximate
approximated approximately approximates april arab arabic are area areas arise arises arising arm armed around arrangement arrangements array arrears arrive
arriving article artificial as asc ascertaining asia asian aside asking aspects aspirin assay assembly assert asserted assertion asserts assess assessed
assesses assessing assessment assessments asset assets assign assigned assignments assist assistance assists associate associated associates association
associations assume assumed assumes assuming assumption assumptions assurance assure asthma asu at atlantic atmosphere attacks attained attainment attempt
attempts attention attestation attorney attorneys attract attracting attractive attributable attributed attributes attrition aud audience audit audited
auditor auditors audits augmented august aunt auscultation australian austrian authorities authority authorization authorizations authorize authorized
authorizes automated automatic automatically automotive autonomy autumn availability available average avoid await awaiting award awarded awards aware
awareness baby back backed background backlog bad balance balanced balances ballistic bank banking bankruptcy banks bargaining barriers base based baseline
bases basic basis bath battery bayesian bcc be beach bear bearing bears became because become becomes becoming bed been before began begin beginning begun
behalf behavior being belgian belief believe believed believes below bench benchmark beneficial beneficiaries beneficiary benefit benefited benefits bert best
better between beverage beyond bid bidders bidding bids bilirubin bill billed billing billings billion billions binding biopsy birth bisoprolol bladder bleu
block blood bm bmi board boards boat bodies body bond bonds bone bonuses book booking books boolean born borne borrow borrowers borrowing borrowings both
bottle boy brain branch branches brand branded brands brazilian breach breached breaches breakage breakdown breast breath bridge brief bring brings british
broad broadband broader broadly broker brokers brother brought budget budgetary budgeting budgets build building buildings built bulk bundled burdens
burdensome business businesses but buy buyers buying buyouts by bylaws cable cad cagr calcium calculate calculated calculating calculation calculations
calendar call called can canadian cancel cancelable canceled cancellation cancellations cancer candidates cannot cap capabilities capability capacities
capacity capex capital capitalization capitalize capitalized caption captions capture capturing car carbon card cardiac cards care career careers carefully
carlo carotid carried carrier carriers carry carryback carryforward carryforwards carrying case cases cash castle casual cat catastrophe catastrophic
categories categorized category catheter cause caused causes causing cc cease ceases ceiling cell center centers central centralized ceo ceos cerebral certain
certainty certificate certificates certification certifications certified certify certifying cervical cervix cessation cfo chain chains chair chairman
challenge challenged challenges challenging change changed changes changing channel channels chapter characteristics characterized charge charged charges
charitable chart charter chartered check checks chemical chemicals chemotherapy chest chf chief child children chinese chloride choice cholesterol choose
chosen chromium chronic chunk chunks church cio circumstances citation cited civil claim claims clarified clarity class classes classification classifications
classified classifies classify clauses clean cleaning cleanup clear clearances client climate clinic clinical close closed closely closer closing closure
closures cloud cnn cns cny co coast code codes coffee cogs cohesive coincide coincides cold collaborate collaboration collaborative collar collateral
colleague collect collectability collected collecting collection collections collective collectively college colon colonoscopy color colour column combat
combatant combination combinations combine combined combining come coming command commence commenced commencement commencing comments commercial commercialize
commingled commission commissions commit commitment commitments committed committee commodities common commonly communicate communicated communicating
communication communications communities community companies company comparability comparable comparative compare compared compares comparing comparison
comparisons compel compelling compensate compensated compensation compensatory compete competent competes competing competition competitions competitive
competitiveness competitor competitors complaint complaints complement complementary complete completed completeness completing completion complex complexity
compliance complies comply complying component components composed composite composition compound compounds comprehensive comprise comprised comprises
comprising compromise compromised compromises computation computations compute computed computer computers computing concentrated concentration concentrations
concept concern concerning concerns conclude concluded conclusion conclusions conclusive conclusively concurrently condition conditioned conditions conduct
conducted conducting conference confidence confidential confidentiality confirm confirmation confirmed confirming conflict conflicting conflicts conform
conformity congress conjunction connect connection connections connectivity consecutive consent consequence consequences consider considerable consideration
considerations considered considering considers consist consisted consistent consistently consisting consists consolidate consolidated consolidates
consolidating consolidation consolidations const constant constantly constitute constitutes constrain constrained constraints construct constructed
construction construed consultants consultation consulting consumer consumers consumes consuming consummate consummation consumption contact contacting
contain contained containing contains contaminants contaminated contamination contemplate contemplated contends content contested context contingencies
contingency contingent continual continually continuation continue continued continues continuing continuous continuously contract contracted contracting
contractor contractors contracts contractual contractually contrary contrast contribute contributed contributes contributing contribution contributions
control controlled controller controlling controls controversy convenience conversion convert converted convertible converting conviction convolutional coo
cooperate cooperation cooperative cooperatively copd copies copper copy copying copyright copyrights core cornerstone coronary coronavirus corporate
corporation corporations corpus correct correlations correspond corresponding corridor corroborated corruption cost costly costs cough could council counsel
count counter counterclaim counterintelligence counterparties counterparts counterparty countries country counts coupled course court courts cousin covenant
covenants cover coverage covered covering covers create created creates creating creatinine creation creativity credit credited creditors credits
creditworthiness crf criminal crises crisis criteria critical cross crp csv ct cto cultural culture cumulative cumulatively cure currencies currency current
currently curtailment curtailments curve curves custodian custom customary customer customers customized customs cut cuts cutting cyber cybersecurity cycle
cycles cytology daily damage damaged damages danish data database dataset date dated dates daughter day days de deal dealers dear death debarment debentures
debit debt debts december decide decided decides deciding decision decisions declaration declaratory declare declared decline declined declines declining
decoder decompose decrease decreased decreases decree decrees dedicated deduct deducted deductible deducting deduction deductions deem deemed deems deep
default defect defects defend defendant defendants defending defense defenses defensive defer deferral deferrals deferred deferring deficiencies deficit
define defined defines defining definition definitions definitive definitization definitize degree degrees delay delayed delays delete delinquent deliver
deliverables delivered deliveries delivering delivers delivery demand demands demographic demographics demonstrate demonstrated demonstrating denial denied
denominated denominator dentist department departments departure depend dependence dependent depending depends depicts deployed deploying deployment deposit
deposited deposits depreciable depreciated depreciation deputy derivative derivatives derive derived descent describe described description descriptions
design designate designated designation designed designing designs desire desktop despite destination detail detailed details detect detected detecting
detection deteriorate deterioration determinable determination determinations determine determined determines determining deterrent develop developed
developer developing development developments develops device devices diabetes diagnosed diagnoses diagnosis diagnostic dialogue did diet differ differed
difference differences different differential differentiation differently differs difficult difficulties difficulty digital diligence dilute diluted dilution
dilutive diminished dio direct direction directly director directors disabilities disability disadvantage disaster disasters discharge discharged disciplined
disclaim disclose disclosed disclosure disclosures discontinued discount discounted discounts discover discovery discrete discretion discretionary discuss
discussed discusses discussion discussions disease diseases dismissed dismissing disorder display disposal disposals dispose disposed disposition dispositions
dispute disputed disputes disregarded disrupt disrupted disruption disruptions disruptive disseminate dissemination dissimilar distancing distinct distribute
distributed distribution distributions distributors districts diverse diversification diversified diversify diversity divert diverting divested divestiture
divestitures divided dividend dividends dividing division dna do doctor document documentation documents docx does dog doing dollar dollars domain domestic
domestically dominance done door dosage dose doubtful down downturns dpo dr draw drawing drawn drinking drive driven drivers driving drop drug dso due duly
duplicate durable duration during dutch duties duty dynamic each ear earlier earliest early earn earned earnings earth earthquakes ease easily east eastern
easy ebit ebitda ebitdar ecg economic economics economies economy edema education educational effect effected effective effectively effectiveness effects
efficiencies efficiency efficient efficiently effort efforts eg eight either ekg elapse elect elected election elections electric electronic electronically
electronics elects element elements elevated eligibility eligible eliminate eliminated eliminates eliminating elimination elsewhere email embargoes embedded
embedding emergence emergency emerging emission emissions emphasis empire employ employed employee employees employer employers employment enable enables
enabling enacted enactment encoder encompassed encompasses encounter encountered encourage encouraged encourages encouraging encumber encumbrance end endeavor
ended ending endoscopy ends energies energy enforce enforceability enforceable enforced enforcement enforcing engage engaged engagement engaging engine
engineered engineering engineers engines english enhance enhanced enhancements enhances enhancing enjoy enlarged enough enrichment ensure ensuring enter
entered entering enterprise enters entertainment entire entirely entirety entities entitle entitled entitles entity entropy entry environment environmental
environments epidemics eps eq equal equally equals equipment equitable equity equivalent equivalents er error errors erythrocytes escalation escalations
especially espp essential est establish established establishes establishing establishment estate estimable estimate estimated estimates estimating estimation
et etc ethics eur euro europe european evaluate evaluated evaluates evaluating evaluation evaluations even evening event events eventual ever every everybody
everyone evidence evidenced evolution evolve evolving exacerbated examination examinations examine examining example examples exceed exceeded exceeding
exceeds excellence except exception exceptional exceptions excess exchange exchanges excise excitement excl exclude excluded excludes excluding exclusions
exclusive execute executed executes executing execution executive executives exempt exemption exercisable exercise exercised exercises exercising exerting
exhaust exhibit exhibits exist existed existence existing exists exit exited exiting expand expanded expanding expansion expansions expatriates expect
expectancy expectation expectations expected expects expedient expendable expenditure expenditures expense expensed expenses experience experienced
experiences experiment experimental experiments expert expertise experts expiration expirations expire expired expires expiring explain explained explanation
exploit exploration explore export exports expose exposed exposes exposure exposures express expressed expressions expressly extend extended extending extends
extension extensions extensive extent external extraordinary extreme extremely extremities eye fabrics face faces facilitate facilities facility facing fact
factor factors factory facts factual fail failed failing fails failure failures fair fairly faithfully fall false familiarity family faq farm fasb fast faster
father fatigue favor favorable favorably favoring fcf feasibility feature features february federal fee feedback fees feet female fever few fewer fiber
fibrillation fiduciary field fields fifth fig fighter figure file filed filer filers files filing filings filled final finally finance financial financially
financing financings find finding findings fines finite finnish fire fires firm firms first fiscal fish fitness five fixed fixtures flagship flat fleet
flexibility flexible flight floating floods floor flow flower flows fluctuate fluctuates fluctuating fluctuations foams focus focused focuses focusing follow
followed following follows food foot footage footnote footprint for force forced forces forecast forecasted forecasts foregoing foreign foresee foreseeable
forest forfeit forfeited forfeiture forfeitures form forma formal formally format formation formats formatted formed former formerly forms formula formulation
forth forward forwards foster fostering found four fourth fraction fracture framework franc franchise fraud free freight french frequency frequent frequently
friday friend from front frozen fuel fulfill fulfilled fulfilling fulfillment full fullest fully function functional functionality functions fund fundamental
funded funding funds furnish furnished furniture further future fwd fy gaap gain gains games gaming gan garden gas gasoline gastric gather gauge gaussian gave
gbp gender gene general generally generate generated generates generating generation gentlemen geographic geographical geographies geopolitical german gift
girl give given gives giving glass global globally glucose goal goals good goods goodwill govern governance governed governing government governmental
governments gpt grade gradient grand grant granted granting grants graph great greater greatest greek green greenhouse greetings grew gross ground groundwater
group grouped grouping groupings groups grow growing grown grows growth guarantee guaranteed guaranteeing guarantees guidance guide guided guidelines had hair
half hall hand handle handling happy harbor hardware harm harmed harming has have having hazardous hazards hdl he head heading headquarters health healthy
heart heat heavily heavy hedge hedged hedges hedging height held helicopter helicopters hello help helped helping helps hematocrit hemoglobin hepatic her
hereby hereditary herein hereinafter hereof heritage hexavalent hi hierarchy high higher highest highlight highly hill him hire hired hiring his histology
historical historically history hiv hold holder holders holding holdings holds holiday home homeland homes horizon hospital hospitality hospitals host
hostilities hosting hotel hotels hour hours house how however html http https human hundreds hurricanes hybrid hypersonic hypersonics hypertension
hypothetical ibuprofen icu id identical identifiable identification identified identifies identify identifying identity idf ids ie if ifrs ii iii illegal
illness illustrates image imaging immaterial immediate immediately impact impacted impacting impacts impair impaired impairment impairments impede imperative
implement implementation implemented implementing implications implicit implied import importance important imports impose imposed imposing imposition
impression improper impropriety improve improved improvement improvements improving imputed in inability inaccurate inadequate inappropriate incentive
incentives inception incident incidents incl include included includes including inclusion inclusive income incoming inconsistent incorporate incorporated
incorporates incorporating incorporation increase increased increases increasing increasingly incremental incumbent incur incurred incurrence incurring
indebtedness indefinite indefinitely indemnification indemnifications indemnified indemnify indemnity indenture independence independent independently index
indian indicate indicated indicates indicative indicator indicators indices indirect indirectly individual individually individuals industrial industries
industry ineffective infection inference inflation inflationary inflows influence information informed infrared infrastructure infringe infringement infusion
ingredient inherent inherently initial initially initiated initiative initiatives injunctions injunctive injuries injury innovate innovation innovations
innovative inpatient input inputs inquiries inr insertion inside insider insignificant insist insolvency inspection instability install installation installed
installing installments instance instances instant instead instituting institution institutions instrument instruments insufficient insulin insurance insure
insured insurers intake intangible intangibles integral integrate integrated integrates integrating integration integrity intellectual intelligence intend
intended intends intense intent intention intents interactive interbank intercept interchange intercompany intercontinental interest interests interface
interim interior intermediaries intern internal internally international internationally internet interpret interpretation interpretations interpreted
interrelated interrupt interruption interruptions intersegment intervals intervention into intrinsic introduce introduced introduction inventions inventories
inventory invest invested investee investees investigate investigated investigating investigation investigations investing investment investments investor
investors invests invoice invoiced invoices involve involved involvement involves involving ip ipo ipos irish irrespective irrevocable irs is island israeli
issuance issuances issue issued issuer issuers issues issuing it italian item items its itself iv january japanese javascript job jobs join joined joining
joint jointly journal jpy json judgment judgmental judgments judicial july june jurisdiction jurisdictions keep keeping key kidney kind kinds kinetic king
kitchen knee know knowledge knowledgeable known korean kpi kpis krona krone kroner lab label labor laboratories laboratory labs lack ladies lady lag lake land
landlord landlords landscape lane language large largely larger largest last lasting late later latest latin launch launched laundering laundry law lawful
lawfully laws lawsuit lawsuits layer layoff ldl lead leader leaders leadership leading leads learn learning lease leased leasehold leases leasing least leave
led left leg legacy legal legally legislation legislative lender lenders lending length lengthy lesion less lessee lesser lessor let letter letters leukemia
leukocytes level levels leverage leveraging liabilities liability liable liberties libor library license licensed licenses licensing liens lies lieu life
lifecycles lifetime lift light like likelihood likely limit limitation limitations limited limiting limits line lines liquid liquidated liquidation liquidity
list listed listing lists litigation little live liver lives living llm loan loans local localization locate located location locations lock logistics london
long longer longevity look looking lord lose loss losses lost love low lower lowered lowest loyalty lstm ltm lumbar lump lung lymph lymphocytes machine
machinery macroeconomic madam made magnetic magnitude main mainly maintain maintained maintaining maintains maintenance majeure major majority make maker
makers makes making male malfunctions malicious malignant malware man manage managed management manager managerial managers manages managing mandate mandates
mandatory manifest manifests manned manner manufacture manufactured manufacturer manufacturers manufactures manufacturing many march margin margins mark
markdowns marker market marketable marketed marketing marketplace markets marks mask mass master match matches matching material materially materials math
matter matters mature maturing maturities maturity maximum may maybe mayor md mda mean meaning meaningful means measure measured measurement measurements
measures measuring mechanism media medical medication medications medicine meet meeting meetings meets member members membership memory men mental mentioned
merchandise merchandising merge merger mergers merit merits message met metastasis metformin method methodologies methodology methods metric metrics mexican
mid middle might migrate mild milestone milestones military milk million millions minerals minimal minimize minimizing minimum minister minor minority minus
misappropriation miscellaneous misconduct misleading miss missile missiles mission missions misstatement misstatements misuse mitigate mitigation mix mlp
mobile mobility model models moderate modernization modernize modification modifications modified modify monday monetary money monitor monitoring monitors
monte month monthly months moon more morning mortality most mostly mother motion motivate motivating mountain mouth move moved movement movements movies
moving mr mri mrs ms much multi multiple multiples multiplied municipal murder muscle museum music must mutual mutually my name named names narrative nasal
nation national nationals nations natural nature nausea navigate near necessarily necessary neck need needed needs negative negatively negotiate negotiated
negotiating negotiation negotiations neither nephew ner nerve net netting network networking networks neural neurological neutrophils new newer newly news
next niece night nine nlp no node nol nols nominated nominees non noncash noncompliance nonconsolidated noncontrolling noncurrent none nonetheless nonpayment
nonperformance nonpublic nonqualified nonrecurring nonvested nor normal normally north northern norwegian nos nose not notably note notebook noted notes
notice notices notified notify notional notwithstanding novation november now nuclear null number numbers numerator numerical numerous nurse object objective
objectively objectives obligate obligated obligates obligation obligations obligor observable observation observed obsolescence obsolete obtain obtained
obtaining obtains occasion occasionally occupancy occupation occupy occur occurred occurrence occurrences occurring occurs ocean oceania ocr october of off
offer offered offering offerings offers office officer officers offices official officials offset offsetting offshore often oil okay old omissions omit
omitted on once oncology one ones ongoing online only onsite open opened opening operate operated operates operating operation operational operations
operators opex opinion opinions opportunities opportunity optical optimization optimize optimized option optional options or oral orange orbit order ordered
orderly orders ordinary organ organization organizational organizations organize organized original originally other others otherwise our ours ourselves out
outages outbreaks outcome outcomes outdoor outflows outlays outlined outlook outpatient outperform output outputs outreach outset outside outsourced
outsourcing outstanding ovary over overall overarching overbilled overhead overnight overruns overseas overseeing oversees oversight overturn owed own owned
owner owners ownership owning owns oxygen pace pacific packages packaging packing page paid pain palace pandemic pandemics panels pantoprazole paper par
paracetamol paragraph parameters parcel parent park parser parsing part partial partially participant participants participate participating participation
particular particularly parties partner partnered partners partnership partnerships parts party passed past patent patents path pathology pathways patient
patients pattern patterns pay payable payables paying payment payments payroll pays pd pdf peak peer peers pelvic penalties penalty pending pension pensions
people per percent percentage percentages perception perchlorate perform performance performed performing performs period periodic periodically periods
permanent permanently permit permits permitted persistence persistent person personal personalized personally personnel persons perspective pertain pertaining
pervasiveness peso pet phantom pharmaceutical phase phases philanthropic philosophy phishing phone phones photo phrase physical physically physician picture
pilot pipeline pipelines place placed places placing plaintiff plaintiffs plan planet planned planning plans plant plants plasma plastics plate platelet
platelets platform platforms play plc pleadings please pledge pledged pleural plus point points police policies policy polish political pollution
polyfluoroalkyl pool population portable portfolio portfolios portion portions portuguese pos pose position positioned positioning positions positive
positively possess possession possibility possible possibly post posted postemployment posting postretirement potassium potential potentially pound power
powers pp ppb ppe practicable practical practice practices pre precedent preceding precision preclude predecessor predetermined predict predictability
predictable predicted predominant prefer preference preferences preferred prejudice preliminary premium premiums prepaid preparation prepare prepared
preparing prepay prepayment prepayments prescribe prescribed presence present presentation presented presents preserve preserves president press pressure
pressures pretax prevail prevailing prevails prevent preventing prevention previous previously price prices pricing primarily primary prime prince princess
principal principally principles prior priorities prioritize priority privacy private privately privileges pro proactive proactively probability probable
problem problems procedure procedures proceed proceeding proceedings proceeds process processed processes processing procure procured procurement procurements
produce produced producer produces producing product production productive productivity products prof professional professionals professor profile profit
profitability profitable profits program programs progress progresses prohibit prohibited prohibiting prohibition prohibitions project projected projections
projects prolonged promised promises promote promotional promotions prompt promptly promulgated prone pronouncements proper properly properties property
proportion proportionate proposals proposed proprietary propulsion prospective prospectively prospects prostate protect protected protecting protection
protectionist protections protective protein protest protests protocol proton prototype protype proud prove proven proves provide provided provider providers
provides providing provision provisions proxy prudent psychiatric public publicly published publishes pulmonary pulse purchase purchased purchases purchasing
purport purpose purposes pursuant pursue pursuing pursuit pursuits put puts qa qoq qtd qualification qualifications qualified qualifies qualify qualifying
qualitative quality quantify quantitative quantities quarantine quarantines quarter quarterly quarters queen question questions qui quick quickly quotas quote
quoted quotes radar radiation radiology raise raised ramipril random range ranges ranging rank ransomware rapid rapidly rare ratably rate rated rates rather
ratifying rating ratings ratio ratios raw ray rays re reach reached reaching react reaction read reader readily readiness ready real realignment reality
realizable realization realize realized realizing reason reasonable reasonableness reasonably reasoning reasons reassessing rebates recalls receipt receipts
receivable receivables receive received receives receiving recent recently recession recitations reclassification reclassifications reclassified recognition
recognize recognized recognizes recognizing recommendation recommendations recommended recompetes reconcile reconciles reconciliation reconciliations
reconciling reconnaissance record recorded recording records recoup recourse recover recoverability recoverable recovered recoveries recovery recruit
recruiting recruitment recur recurrent recurring red redeem redeemable redeemed redemption redemptions reduce reduced reducing reduction reductions refer
reference referenced references referral referred referring refers refinance refined reflect reflected reflecting reflects reform refrain refund refunds
regard regarding regardless regards regimes region regional regions registered registrant registrants registration registrations regression regular regularly
regulate regulated regulating regulation regulations regulator regulators regulatory reimbursable reimburse reimbursed reimbursement reimbursements reimburses
reinstatement reinvest reinvested reinvestment relate related relates relating relation relations relationship relationships relative relatively relator
release released releases relevant reliability reliable reliably reliance relied relief relies relieved relinquish rely remain remainder remained remaining
remains remeasure remeasurement remeasurements remeasures remediate remediation remedies remedy remit remitted remodel remodeled remodels remote remotely
removal remove removed renal render rendered renegotiation renegotiations renew renewable renewal renewals renewed renminbi rent rental reopening
reorganizations repaid repair repairs repatriating repatriation repay repayment repayments replace replaced replacement replaces reply report reportable
reported reporting reports represent representation representations representative representatives represented representing represents reprogramming
repurchase repurchased repurchases reputable reputation reputational request requested requests require required requirement requirements requires requiring
requisite rescue research researchers resection reserve reserved reserves residual resiliency resolution resolutions resolved resolving resonance resource
resources respect respective respectively respects respiratory respond response responses responsibilities responsibility responsible rest restated restrict
restricted restricting restriction restrictions restrictive restricts restructure restructured restructuring result resulted resulting results resumed retail
retailer retailers retain retained retaining retention retire retired retiree retirees retirement retirements retires retrieval retroactive retroactively
retrospective retrospectively return returned returns revenue revenues reversal reversed review reviewed reviewing reviews revise revised revisions revocable
revolving reward rhythm right rights ring rise rising risk risks river rna rnn roa road robotics robust rockets roe roi roic role roles roman room root rose
rotary rouge round rounds route routinely row royal royalties royalty rsu rsus rule rules ruling rulings run rupee russian safe safeguarding safeguards safety
said saint salaried salaries salary sale sales same sample sanctions satellite satellites satisfaction satisfactory satisfied satisfies satisfy satisfying
saturday save savings scalable scale scales scan scanner scarce scene schedule scheduled schedules school science scientific scientists scope score scottish
scratch scratchpad screen screening screens scrutiny sea search season seasonal seasoned sec second secondary secret secretary secrets section sections sector
sectors secure secured securely securing securities security sediment see seek seeking seeks seen segment segments select selected selecting selection
selective selectively self sell selling sells semantic semi semiconductor semiconductors senior sensitive sensitivities sensitivity sensors sent sentence
sentiment separate separately separation september sequence series serious serum serve served serves service services serving session set sets setting settle
settled settlement settlements seven several severally severance severe severity sex sga shall shallow shape share shared shareholder shareholders shares
sharing she sheet sheets shelf shell shelter shift shifts ship shipment shipments shipped shipping ships shop shopping short shortage shortages shorter
shortfall should show shown shows shutdown shutdowns sick side sign signal signature signatures signed significance significant significantly signing silver
similar similarly simple simplifies simulation simulators simultaneously simvastatin since sincerely single sinus sir sister site sites situational situations
six size sizes skill skilled skills skin skull sky sleep slightly slow slowed slower small smaller smartphone smartwatches smoke smoker smoking so social
society sodium sofr soft software soil solar sold sole solely solution solutions solve some somebody sometimes son song soon sophisticated sophistication
sorry sota sought source sourced sources sourcing south southern space spacecraft spaces span spanish spare spares speak special specialists specialized
specialty specific specifically specifications specified specify speculative speeds spend spending spent spine spleen split sponsor sporting spot spread
spreads spring sql square stability stabilizing stable staff staffing stage stages stain stakeholders stand standalone standard standards standby star start
starting starts startups state stated statement statements states station status statute statutes statutory stay stead stealth stenosis step steps sterling
stick still stimulus stipulations stochastic stock stockholder stockholders stocks stomach stone stop stoppages storage store stored stores storing storms
story straight strategic strategies strategy streams street strength strengthen strengthened strengthening strict strictly strike strikes string stringent
strive strives strong stronger structure structured structures student students studies study sub subcomponents subcontract subcontracted subcontracting
subcontractor subcontractors subcontracts subject subjected subjective subjects sublease submarine submission submit submits submitted subscription subsequent
subsequently subsidiaries subsidiary subsidies subsidize subsidy substance substances substantial substantially substitute substitutes substitution succeed
success successful successfully succession successor such suffer suffered sufficient suggest suggested suit suitable suite sum summarise summarize summarized
summarizes summary summer sun sunday superior supervised supervision supervisor supplement supplemental supplemented supplied supplier suppliers supplies
supply supplying support supportable supported supporting supports sure sureties surety surface surgeon surgery surgical surrender surrounding surveillance
surveys survival susceptible suspend suspended suspension sustain sustainability sustainable sustained sustaining sustainment svm swap swaps swedish sweet
swelling swiss switching symbol symptom symptoms syndicate syndrome synergies synthesis system systems systolic table tables tablet tablets tactical tactics
tags tail take taken takes taking talent tam tandem tangible target targeted targeting targets tariffs task tasks tax taxable taxation taxes taxing taxpayers
tea teacher team teaming teammate teammates teams technical techniques technological technologies technology telecommunications telephone television
televisions teleworking tell temperature template temporal temporarily temporary ten tenant tenants tend tender tensions term terminal terminate terminated
terminating termination terminations terms territories terrorism terrorist test tested testing tests text tf than thank thanks that the theft their them
themselves then theory therapy there thereafter thereby therefore therein thereof thereon thereto thereunder thereunto therewith these they thing things third
thirty this thoracic thorax thorough those though thousands threat threats three threshold thresholds throat thrombocytes thrombosis through throughout
thursday thus thyroid ticker tighter tightly time timeframe timeliness timely times timetables timing tissue titanium title titled to today together token
tokenizer tomography took tools tooth top topic total totaled totaling touch toward towards town toys track tracked tracking trade traded trademark trademarks
tradenames trading traditional traffic train training tranches transact transacted transaction transactions transfer transferee transferred transferring
transfers transform transformation transformer transition transitioned transitioning translated translation transmission transmit transparency transplant
transport transportable transportation travel treasury treat treated treatment treatments treble trebled trebling tree trend trends trial trials trigger
triggered triggering trillion troponin true trust trusted trustee truth trying tsh tube tuesday tuition tumor tumour turboprop turkish turn turnover twelve
twenty two type types typhoons typically ubiquitously ubiquity ultimate ultimately ultra ultrasound unable unallocated unallowable unamortized unanticipated
unaudited unauthorized unavailable unbilled uncertain uncertainties uncertainty unchanged unclassified uncle uncollectible unconditional unconsolidated
uncorroborated uncovers undefined undefinitized undelivered under underlying undersea undersigned understand understanding undertake undertaken undertaking
undertook underway underwriters underwriting undiscounted undrawn unemployment unexercised unexpected unfair unfavorable unfavorably unfilled unforeseen
unfulfilled unfunded unilateral unilaterally union unions unique unissued unit units university unjust unknown unlawful unless unlikely unlimited unmanned
unobservable unpaid unplanned unprecedented unpredictability unpredictable unproven unqualified unrealized unrecognized unredeemed unregistered unreimbursed
unremitted unrest unrestricted unsatisfied unsecured unsettled unsubordinated unsuccessful unsupervised untested until unto untrue unused unusual unusually
unveiled unwilling up update updated updates upfront upgrade upgraded upgrades upgrading upon upper urea ureter urine url us usage usd use used useful user
users uses using usually uterus utilities utility utilization utilize utilized utilizes utilizing utterance vacated vaccinations vaccine vaccines vae valid
validate validated validation validity valley valuable valuation valuations value valued values valuing valve variability variable variables variance
variances variants variations varied varies variety various vary varying vascular vector vehicle vehicles vein vendor vendors ventricular venture ventures
verb verifiable versa version versions versus vertical very vessel vest vested vesting veteran veterans vi via viability vice video view viewed views
vigorously vii village violate violated violation violations virtual virtually virtue virus viruses visibility vision visit vital voice vol volatile
volatilities volatility volume volumes voluntarily voluntary vomiting vote voting vs vulnerabilities vulnerability vulnerable wage wages waiver waivers walk
wall want war ward warehouse warehouses warehousing warfare warning warrant warranties warrants warranty was waste watch water waters wave way ways we
weakening weakness weaknesses weapon weapons weather web website websites wednesday week weekly weeks weight weighted weighting weights well wellness were
west western what wheel when whenever where whereby whether which while white who whole wholly whom whose why wide widely wife will willing willingness win
wind winding window wing winning winter wireless wishes with withdrawal withdrawing withdrawn withheld withhold withholding within without withstand woman
women won wood word words work worked worker workers workflow workforce working workplace works world worldwide worsen would wound write writer writing
written www xml year yearly years yellow yen yes yesterday yet yield yields you young yours yoy ytd yuan zero zloty
`;
