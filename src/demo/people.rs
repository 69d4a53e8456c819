//! Invented people of Mexico City: names as they are there, telephones that nobody has.
//!
//! Telephones are `+52 55 0000 xxxx`: ten digits, so that every page reads and shows them, in a range that can't be
//! anybody's, since a number within an area doesn't begin with 0 (IFT, Plan Técnico Fundamental de Numeración).

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::base::clock::stamp;
use crate::base::text;
use crate::demo::random::Random;
use crate::fans::fan::{NewFan, News};
use crate::fans::store::NewRow;

#[rustfmt::skip]
const FIRST: [&str; 96] = [
    "Mariana", "Fernanda", "Valeria", "Ximena", "Daniela", "Andrea", "Paola", "Itzel", "Citlali", "Jimena", "Regina",
    "Renata", "Abril", "Frida", "Camila", "Natalia", "Sofía", "Lucía", "María José", "Ana Sofía", "Montserrat",
    "Alejandra", "Gabriela", "Verónica", "Mónica", "Karla", "Brenda", "Berenice", "Yunuén", "Xóchitl", "Nayeli",
    "Guadalupe", "Lupita", "Rocío", "Araceli", "Adriana", "Teresa", "Inés", "Elena", "Julieta", "Constanza", "Tania",
    "Zyanya", "Marisol", "Pilar", "Sandra", "Diana", "Carolina", "Diego", "Emiliano", "Santiago", "Leonardo",
    "Sebastián", "Rodrigo", "Iván", "Óscar", "Raúl", "Héctor", "Joaquín", "Andrés", "Tomás", "Julián", "Adrián",
    "Damián", "Fabián", "Martín", "Nicolás", "Mateo", "Bruno", "Hugo", "Luis Ángel", "José Luis", "Juan Carlos",
    "Miguel Ángel", "Ángel", "Ulises", "Cuauhtémoc", "Ernesto", "Gerardo", "Gustavo", "Arturo", "Ramón", "Simón",
    "Esteban", "Pablo", "Pedro", "Rubén", "Efraín", "Abraham", "Israel", "Beto", "Pepe", "Memo", "Toño", "Nacho",
    "Omar",
];

#[rustfmt::skip]
const LAST: [&str; 96] = [
    "Quiroz", "Hernández", "García", "Martínez", "López", "González", "Pérez", "Rodríguez", "Sánchez", "Ramírez",
    "Cruz", "Flores", "Gómez", "Morales", "Vázquez", "Jiménez", "Reyes", "Díaz", "Torres", "Gutiérrez", "Ruiz",
    "Mendoza", "Aguilar", "Ortiz", "Moreno", "Castillo", "Romero", "Álvarez", "Méndez", "Chávez", "Rivera", "Juárez",
    "Ramos", "Domínguez", "Herrera", "Medina", "Castro", "Vargas", "Guzmán", "Velázquez", "Muñoz", "Rojas",
    "Contreras", "Salazar", "Luna", "Ortega", "Guerrero", "Santiago", "Estrada", "Bautista", "Cortés", "Soto",
    "Alvarado", "Espinoza", "Lara", "Ávila", "Ríos", "Cervantes", "Silva", "Delgado", "Vega", "Márquez", "Sandoval",
    "Carrillo", "León", "Mejía", "Solís", "Núñez", "Rosas", "Ibarra", "Valdez", "Campos", "Santos", "Camacho",
    "Peña", "Maldonado", "Navarro", "Rosales", "Miranda", "Trejo", "Cano", "Zúñiga", "Becerril", "Tapia", "Arellano",
    "Barrón", "Escamilla", "Nájera", "Olvera", "Pacheco", "Quintanar", "Saldívar", "Tlapale", "Urrutia", "Xicoténcatl",
    "Zamora",
];

#[rustfmt::skip]
const FOUND_BY: [(&str, u32); 9] = [
    ("friend", 34), ("instagram", 24), ("spotify", 11), ("tiktok", 9), ("other_band", 8), ("poster", 6),
    ("walked_by", 4), ("radio", 2), ("other", 2),
];
const HOW: [(&str, u32); 4] = [("in_person", 50), ("whatsapp", 38), ("paper", 8), ("email", 4)];

const NOTES: [&str; 8] = [
    "Viene siempre con su hermana.",
    "Le gusta estar hasta adelante.",
    "Preguntó por la camiseta negra en talla M.",
    "Hizo el cartel de la primera tocada.",
    "Usa silla de ruedas: avisar al lugar.",
    "Toca el bajo en otra banda.",
    "Tomó las fotos de la última vez.",
    "Paga siempre por SPEI, al día siguiente.",
];

/// Makes people, no two with one telephone or address.
pub struct People {
    phones: i64,
    addresses: HashSet<String>,
}

impl People {
    pub fn new() -> Self {
        Self { phones: 0, addresses: HashSet::new() }
    }

    /// Somebody who buys their own ticket.
    pub fn fan(&mut self, random: &mut Random, at: Timestamp, account: &str) -> NewRow {
        let name = name(random);
        let phone = random.happens(0.84).then(|| self.phone());
        let email = random.happens(0.46).then(|| self.address(&name));
        let (birth_year, birth_date) = born(random, year(at));
        let reached = phone.is_some() || email.is_some();
        let news = (reached && random.happens(0.58)).then(|| News {
            day: None,
            how: random.weighted(&HOW).to_owned(),
            notice: None,
        });
        let fan = NewFan {
            name_folded: text::fold(&name),
            name,
            phone,
            email,
            birth_year,
            birth_date,
            found_by: random.happens(0.86).then(|| random.weighted(&FOUND_BY).to_owned()),
            note: random.happens(0.02).then(|| (*random.pick(&NOTES)).to_owned()),
            language: random.happens(0.03).then(|| "en".to_owned()),
            brought_by: None,
            news,
        };
        row(random, fan, at, account)
    }

    /// Somebody of whom only the name is known, and who brought them.
    pub fn companion(&mut self, random: &mut Random, of: &NewRow, at: Timestamp, account: &str) -> NewRow {
        // As they are written down at first: by a first name, or as "Mariana +1".
        let named =
            random.happens(0.6).then(|| NewFan::named(random.pick::<&str>(&FIRST), Some(of.id.clone()))).flatten();
        let fan = named.unwrap_or_else(|| NewFan::companion(&of.id, 1));
        row(random, fan, at, account)
    }

    /// A telephone that nobody has.
    pub fn phone(&mut self) -> String {
        // A walk through all four-digit ends that doesn't look like counting.
        self.phones += 1;
        format!("+52550000{:04}", (self.phones * 7_919 + 1_327) % 10_000)
    }

    fn address(&mut self, name: &str) -> String {
        let plain = text::fold(name).replace(' ', ".");
        let mut address = format!("{plain}@example.mx");
        for nth in 2.. {
            if self.addresses.insert(address.clone()) {
                break;
            }
            address = format!("{plain}{nth}@example.mx");
        }
        address
    }
}

fn row(random: &mut Random, fan: NewFan, at: Timestamp, account: &str) -> NewRow {
    NewRow {
        id: random.id(at),
        fan,
        consent_id: random.id(at),
        account: Some(account.to_owned()),
        created_at: stamp(at),
    }
}

/// A first name and a surname, or two.
pub fn name(random: &mut Random) -> String {
    let (first, last) = (*random.pick(&FIRST), *random.pick(&LAST));
    if random.happens(0.45) { format!("{first} {last} {}", random.pick(&LAST)) } else { format!("{first} {last}") }
}

pub fn year(at: Timestamp) -> i64 {
    i64::from(at.strftime("%Y").to_string().parse::<i16>().unwrap_or(2026))
}

/// A birth year or date, of ages from 17 to 45, most around 26; or neither, of those who didn't say.
pub fn born(random: &mut Random, year: i64) -> (Option<i64>, Option<String>) {
    let age = (17.0 + (random.share() + random.share() * random.share()) * 15.0) as i64;
    let born = year - age.clamp(17, 45);
    if random.happens(0.28) {
        return (None, None);
    }
    if random.happens(0.3) {
        let day = Date::new(born as i16, random.between(1, 12) as i8, random.between(1, 28) as i8);
        return (None, day.ok().map(|day| day.to_string()));
    }
    (Some(born), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_people_share_a_telephone_and_none_is_anybody_s() {
        let mut people = People::new();
        let phones: HashSet<String> = (0..5_000).map(|_| people.phone()).collect();
        assert_eq!(phones.len(), 5_000);
        assert!(phones.iter().all(|phone| phone.starts_with("+52550000") && phone.len() == 13));
    }

    #[test]
    fn namesakes_have_different_addresses_in_plain_letters() {
        let mut people = People::new();
        assert_eq!(people.address("Xóchitl Núñez"), "xochitl.nunez@example.mx");
        assert_eq!(people.address("Xóchitl Núñez"), "xochitl.nunez2@example.mx");
    }

    #[test]
    fn ages_are_those_of_an_audience() {
        let mut random = Random::new(5);
        let ages: Vec<i64> = (0..1_000).filter_map(|_| born(&mut random, 2026).0).map(|born| 2026 - born).collect();
        assert!(ages.iter().all(|age| (17..=46).contains(age)));
        assert!(ages.iter().any(|age| *age < 20) && ages.iter().any(|age| *age > 38));
    }
}
