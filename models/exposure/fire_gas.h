#pragma once
// Breathing smoke: fractional effective dose (FED) of the asphyxiant gases, fractional irritant concentration.

namespace muster::exposure {

/// What is in the air that is breathed [volume fraction].
struct FireGas {
  double co = 0, hcn = 0, no = 0, no2 = 0;
  double hcl = 0, hbr = 0, hf = 0, so2 = 0, acrolein = 0, formaldehyde = 0;
  double co2 = 0;
  double o2 = 0.209;
};

/// How hard a person works.
enum class Effort { rest, light, heavy };

/// Shares of Purser's FED [1/s].
struct PurserRates {
  double co = 0, cyanide = 0, nitrogen_oxides = 0, irritants = 0;  ///< before `breathing`
  double breathing = 1;                                            ///< factor by CO2, which makes people breathe faster
  double hypoxia = 0;                                              ///< lack of oxygen; not raised by `breathing`
  double total() const { return (co + cyanide + nitrogen_oxides + irritants) * breathing + hypoxia; }
};

/// Rate at which Purser's FED grows: half of the people are incapacitated at 1. Source: Purser in the SFPE Handbook, in
/// the form of FDS (Technical Reference Guide; source and verification cases). Differs from it in one point: without
/// cyanide its share is 0 instead of 4.5e-5 per minute. Oxygen counts below 20 %, CO2 where there is any.
PurserRates purser_rates(const FireGas&, Effort = Effort::light);

/// Rate of the FED of ISO 13571 in the form of CFAST [1/s]: CO and HCN only, CO2's factor from 2 % on.
double iso_rate(const FireGas&);

/// Fractional irritant concentration, the sum of C / F with the F of FDS: from 0.3 to 1 escape is impaired.
double irritant_fraction(const FireGas&);

/// Share of people who are incapacitated at a FED: Phi(ln FED), 11.4 % at 0.3 and half at 1 (ISO 13571's figures).
double incapacitated_share(double fed);

}  // namespace muster::exposure
