#pragma once
// Invented people. Nobody here exists: names are combined from lists, numbers are only well formed. Pure.
#include <string>

#include "base/time.hpp"
#include "simulate/dice.hpp"

namespace jembatan::simulate {

struct person {
  std::string person_id;  // "P-0001"; also for those who are in no directory, as a name for the truth
  std::string name;
  std::string email;
  std::string nip;
  bool pppk = false;  // on contract: nip is an NI PPPK
};

// The person with this number: different numbers give different names, e-mails and NIPs. A NIP has a real birth date,
// an appointment month at 20 years or later, sex and serial; an NI PPPK has the year and the count of contracts
// instead.
person invent_person(int number, bool pppk, dice&);

}  // namespace jembatan::simulate
