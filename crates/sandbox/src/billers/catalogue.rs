//! Everybody who can be paid, and for what. The names are the contract's (`monei-api.md` §4), some codes its examples;
//! plans and prices are invented.

use super::{Biller, Category, Format, Item};

const fn biller(
    code: &'static str,
    name: &'static str,
    category: Category,
    customers: Format,
    items: &'static [Item],
) -> Biller {
    Biller { code, name, category, customers, items }
}

const fn telco(code: &'static str, name: &'static str, items: &'static [Item]) -> Biller {
    biller(code, name, Category::Airtime, Format::Phone, items)
}

const fn data(code: &'static str, name: &'static str, items: &'static [Item]) -> Biller {
    biller(code, name, Category::MobileData, Format::Phone, items)
}

const fn disco(code: &'static str, name: &'static str, items: &'static [Item]) -> Biller {
    biller(code, name, Category::UtilityBills, Format::Meter, items)
}

const fn cable(code: &'static str, name: &'static str, items: &'static [Item]) -> Biller {
    biller(code, name, Category::CableBills, Format::Smartcard, items)
}

/// What costs whatever the payer says.
const fn open(code: &'static str, name: &'static str) -> Item {
    Item { code, name, naira: 0, validity: None }
}

const fn plan(code: &'static str, name: &'static str, naira: u32, validity: &'static str) -> Item {
    Item { code, name, naira, validity: Some(validity) }
}

const DAY: &str = "1 day";
const WEEK: &str = "7 days";
const MONTH: &str = "30 days";

pub(super) static BILLERS: [Biller; 23] = [
    telco("BIL099", "MTN", &[open("AT099", "MTN airtime")]),
    telco("BIL100", "AIRTEL", &[open("AT100", "Airtel airtime")]),
    telco("BIL102", "GLO", &[open("AT133", "Glo airtime")]),
    telco("BIL103", "9MOBILE", &[open("AT134", "9mobile airtime")]),
    data(
        "BIL108",
        "MTN",
        &[
            plan("MD108", "MTN data 1GB", 500, DAY),
            plan("MD109", "MTN data 3.5GB", 1_500, WEEK),
            plan("MD110", "MTN data 7GB", 3_500, MONTH),
            plan("MD111", "MTN data 36GB", 11_000, MONTH),
        ],
    ),
    data(
        "BIL109",
        "GLO",
        &[
            plan("MD120", "Glo data 1GB", 300, DAY),
            plan("MD121", "Glo data 5GB", 1_500, WEEK),
            plan("MD122", "Glo data 10GB", 3_500, MONTH),
        ],
    ),
    data(
        "BIL110",
        "AIRTEL",
        &[
            plan("MD135", "Airtel data 1GB", 500, DAY),
            plan("MD136", "Airtel data 2GB", 1_500, MONTH),
            plan("MD137", "Airtel data 10GB", 4_000, MONTH),
        ],
    ),
    data(
        "BIL111",
        "9MOBILE",
        &[plan("MD150", "9mobile data 1GB", 600, WEEK), plan("MD151", "9mobile data 11GB", 4_000, MONTH)],
    ),
    disco("BIL112", "EKO DISCO ELECTRICITY", &[open("UB157", "EKO DISCO ELECTRICITY")]),
    disco("BIL113", "IKEJA DISCO ELECTRICITY", &[open("UB159", "IKEJA DISCO ELECTRICITY")]),
    disco("BIL114", "IBADAN DISCO ELECTRICITY", &[open("UB161", "IBADAN DISCO ELECTRICITY")]),
    disco("BIL115", "ENUGU DISCO ELECTRICITY", &[open("UB163", "ENUGU DISCO ELECTRICITY")]),
    disco("BIL116", "PORT HARCOURT DISCO ELECTRICITY", &[open("UB165", "PORT HARCOURT DISCO ELECTRICITY")]),
    disco("BIL117", "BENIN DISCO ELECTRICITY", &[open("UB166", "BENIN DISCO ELECTRICITY")]),
    disco("BIL118", "YOLA DISCO ELECTRICITY", &[open("UB168", "YOLA DISCO ELECTRICITY")]),
    disco("BIL119", "KADUNA DISCO ELECTRICITY", &[open("UB169", "KADUNA DISCO ELECTRICITY")]),
    disco("BIL120", "KANO DISCO ELECTRICITY", &[open("UB171", "KANO DISCO ELECTRICITY")]),
    cable(
        "BIL121",
        "DSTV",
        &[
            plan("CB141", "DSTV Padi", 2_150, MONTH),
            plan("CB177", "DSTV Compact", 7_200, MONTH),
            plan("CB178", "DSTV Premium", 16_200, MONTH),
        ],
    ),
    cable(
        "BIL122",
        "GOTV",
        &[
            plan("CB186", "GOTV Smallie", 900, MONTH),
            plan("CB187", "GOTV Jolli", 2_100, MONTH),
            plan("CB188", "GOTV Max", 3_600, MONTH),
        ],
    ),
    cable(
        "BIL123",
        "STARTIMES",
        &[plan("CB189", "StarTimes Nova", 1_200, MONTH), plan("CB190", "StarTimes Classic", 3_100, MONTH)],
    ),
    cable("BIL125", "MYTV", &[plan("CB195", "MyTV Smart", 2_500, MONTH)]),
    cable("BIL126", "HiTV", &[plan("CB196", "HiTV Gold", 3_000, MONTH)]),
    cable("BIL127", "DSTV BOX OFFICE", &[open("CB197", "DSTV Box Office")]),
];
