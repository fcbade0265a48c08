/** `formattedType` of the predefined types in English (BEHAVIOUR 3 and 10); a custom type is shown as it is. */
const typeWords: Readonly<Record<string, string>> = {
  home: "Home",
  work: "Work",
  mobile: "Mobile",
  homeFax: "Home Fax",
  workFax: "Work Fax",
  otherFax: "Other Fax",
  pager: "Pager",
  workMobile: "Work Mobile",
  workPager: "Work Pager",
  main: "Main",
  googleVoice: "Google Voice",
  other: "Other",
  blog: "Blog",
  profile: "Profile",
  homePage: "Home Page",
  ftp: "FTP",
  reservations: "Reservations",
  appInstallPage: "App Install Page",
  freeBusy: "Free/Busy",
  school: "School",
  anniversary: "Anniversary",
  account: "Account",
  customer: "Customer",
  loginId: "Login ID",
  network: "Network",
  organization: "Organization",
  spouse: "Spouse",
  child: "Child",
  mother: "Mother",
  father: "Father",
  parent: "Parent",
  brother: "Brother",
  sister: "Sister",
  friend: "Friend",
  relative: "Relative",
  domesticPartner: "Domestic Partner",
  manager: "Manager",
  assistant: "Assistant",
  referredBy: "Referred by",
  partner: "Partner",
  OUTLOOK_BILLING_INFORMATION: "Billing Information",
  OUTLOOK_DIRECTORY_SERVER: "Directory Server",
  OUTLOOK_KEYWORD: "Keyword",
  OUTLOOK_MILEAGE: "Mileage",
  OUTLOOK_PRIORITY: "Priority",
  OUTLOOK_SENSITIVITY: "Sensitivity",
  OUTLOOK_SUBJECT: "Subject",
  OUTLOOK_USER: "User",
  HOME: "Home",
  WORK: "Work",
  OTHER: "Other",
};

const protocolWords: Readonly<Record<string, string>> = {
  aim: "AIM",
  msn: "MSN",
  yahoo: "Yahoo",
  skype: "Skype",
  qq: "QQ",
  googleTalk: "Google Talk",
  icq: "ICQ",
  jabber: "Jabber",
  netMeeting: "NetMeeting",
};

const genderWords: Readonly<Record<string, string>> = { male: "Male", female: "Female", unspecified: "Unspecified" };

const look = (words: Readonly<Record<string, string>>, word: string) =>
  Object.hasOwn(words, word) ? words[word]! : word;

export const formattedType = (type: string): string => look(typeWords, type);
export const formattedProtocol = (protocol: string): string => look(protocolWords, protocol);
export const formattedGender = (gender: string): string => look(genderWords, gender);
