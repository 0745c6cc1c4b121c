/** Countries, one a line's `|`. Abbreviations (U.S., UK, EU) are too general to hide and stand in too many terms. */
export const COUNTRIES = `
Afghanistan|Albania|Algeria|Andorra|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|
Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|
Canada|Cape Verde|Chad|Chile|China|Colombia|Comoros|Congo|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Czechia|Denmark|Djibouti|
Dominican Republic|Ecuador|Egypt|El Salvador|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|Gambia|Germany|Ghana|Greece|
Grenada|Guatemala|Guinea|Guyana|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|
Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|
Luxembourg|Macau|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Monaco|Mongolia|Montenegro|Morocco|
Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Niger|Nigeria|North Korea|North Macedonia|Norway|Oman|Pakistan|
Palestine|Panama|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Puerto Rico|Qatar|Romania|Russia|Rwanda|Samoa|San Marino|
Saudi Arabia|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Somalia|South Africa|South Korea|South Sudan|Spain|
Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|Tanzania|Thailand|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|
Turkmenistan|Uganda|Ukraine|United Arab Emirates|United Kingdom|United States of America|United States|Uruguay|Uzbekistan|Vanuatu|
Venezuela|Vietnam|Yemen|Zambia|Zimbabwe|England|Scotland|Wales|Northern Ireland|Great Britain|Deutschland|Österreich|Schweiz`;

/** States of the USA, provinces of Canada, with the abbreviations that addresses use. */
export const STATES = `
Alabama AL|Alaska AK|Arizona AZ|Arkansas AR|California CA|Colorado CO|Connecticut CT|Delaware DE|Florida FL|Georgia GA|Hawaii HI|
Idaho ID|Illinois IL|Indiana IN|Iowa IA|Kansas KS|Kentucky KY|Louisiana LA|Maine ME|Maryland MD|Massachusetts MA|Michigan MI|
Minnesota MN|Mississippi MS|Missouri MO|Montana MT|Nebraska NE|Nevada NV|New Hampshire NH|New Jersey NJ|New Mexico NM|New York NY|
North Carolina NC|North Dakota ND|Ohio OH|Oklahoma OK|Oregon OR|Pennsylvania PA|Rhode Island RI|South Carolina SC|South Dakota SD|
Tennessee TN|Texas TX|Utah UT|Vermont VT|Virginia VA|Washington WA|West Virginia WV|Wisconsin WI|Wyoming WY|District of Columbia DC|
Ontario ON|Quebec QC|British Columbia BC|Alberta AB|Manitoba MB|Saskatchewan SK|Nova Scotia NS|New Brunswick NB`;

/** Large cities. Names that are everyday words (Reading, Nice, Mobile, Orange) are left out. */
export const CITIES = `
Abu Dhabi|Addis Ababa|Amsterdam|Ankara|Antwerp|Athens|Atlanta|Auckland|Baghdad|Baltimore|Bangalore|Bangkok|Barcelona|Basel|Beijing|
Beirut|Belfast|Belgrade|Berlin|Bern|Bilbao|Birmingham|Bogotá|Bologna|Bonn|Bordeaux|Boston|Bratislava|Bremen|Brisbane|Bristol|Brussels|
Bucharest|Budapest|Buenos Aires|Cairo|Calgary|Cape Town|Caracas|Casablanca|Charlotte|Chengdu|Chennai|Chicago|Cincinnati|Cleveland|
Cologne|Columbus|Copenhagen|Dallas|Damascus|Delhi|Denver|Detroit|Dortmund|Dresden|Dubai|Dublin|Düsseldorf|Edinburgh|Essen|Florence|
Frankfurt|Geneva|Genoa|Ghent|Glasgow|Gothenburg|Graz|Guadalajara|Guangzhou|Hamburg|Hangzhou|Hanoi|Hanover|Havana|Helsinki|
Ho Chi Minh City|Houston|Hyderabad|Indianapolis|Innsbruck|Istanbul|Jacksonville|Jakarta|Jerusalem|Johannesburg|Kansas City|Karachi|Kiev|Kyiv|
Kolkata|Krakow|Kuala Lumpur|Kyoto|Lagos|Lahore|Las Vegas|Lausanne|Leeds|Leipzig|Lima|Linz|Lisbon|Liverpool|Ljubljana|London|Los Angeles|
Louisville|Lucerne|Lyon|Madrid|Malmö|Manchester|Manila|Marseille|Medellín|Melbourne|Memphis|Mexico City|Miami|Milan|Milwaukee|
Minneapolis|Monterrey|Montevideo|Montreal|Moscow|Mumbai|Munich|Nagoya|Nairobi|Naples|Nashville|New Delhi|New Orleans|New York City|
Newcastle|Nottingham|Nuremberg|Oakland|Osaka|Oslo|Ottawa|Palermo|Paris|Perth|Philadelphia|Pittsburgh|Porto|Portland|Prague|
Quito|Riga|Rio de Janeiro|Riyadh|Rome|Rotterdam|Sacramento|Salt Lake City|Salzburg|San Antonio|San Diego|San Francisco|San Jose|
Santiago|São Paulo|Sarajevo|Seattle|Seoul|Seville|Shanghai|Sheffield|Shenzhen|Sofia|Southampton|St. Louis|St. Petersburg|Stockholm|
Strasbourg|Stuttgart|Sydney|Taipei|Tallinn|Tampa|Tehran|Tel Aviv|The Hague|Tokyo|Toronto|Toulouse|Tunis|Turin|Utrecht|Valencia|
Vancouver|Venice|Vienna|Vilnius|Warsaw|Washington, D.C.|Wellington|Wien|Wuhan|Yokohama|Zagreb|Zaragoza|Zurich|Zürich|München|Köln|Nürnberg|Genève`;
