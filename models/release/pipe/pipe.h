#pragma once
// Steady flow from a container through a pipe with friction.

#include "models/release/orifice/orifice.h"

namespace muster::release {

/// A pipe of constant width between the container and the leak.
struct Pipe {
  double length = 0;          ///< [m]
  double diameter = 0;        ///< [m]
  double roughness = 4.6e-5;  ///< [m] commercial steel, Moody 1944
  double losses = 0.5;        ///< velocity heads lost at the inlet, in bends and valves; 0.5: sharp-edged inlet

  double area() const;
  double volume() const { return area() * length; }
  /// Darcy's factor of a fully rough pipe (Nikuradse): Reynolds numbers of leaks are high.
  double friction() const;
  /// Velocity heads: friction length / diameter + losses.
  double resistance() const { return friction() * length / diameter + losses; }
};

/// Friction f L* / d in which an adiabatic gas flow accelerates from Mach `mach` to 1, eq. 14.
double fanno_length(double mach, double ratio);

/// Gas out of a container through the pipe and a hole at its end (`hole_area` = the pipe's for a full bore), eq. 14:
/// isentropic inlet, Fanno flow, isentropic nozzle. Arguments as of gas_flow; the state is that in the hole.
Flow gas_pipe_flow(const Pipe&, double hole_area, double coefficient, double density, double pressure, double ambient,
                   double temperature, double ratio);

/// Liquid that does not boil through pipe and hole, eq. 15.
Flow liquid_pipe_flow(const Pipe&, double hole_area, double coefficient, double density, double pressure,
                      double ambient, double temperature);

/// A gas pipeline of full bore that empties, eq. 16: Bell's two exponentials as Wilson (1979) put them.
struct WilsonBell {
  double first_rate;  ///< [kg/s] at the start
  double mass;        ///< [kg] in the pipe
  double alpha, beta;
  /// [kg/s] and [kg] after `time` [s].
  double rate(double time) const;
  double released(double time) const;
};
/// `sound` [m/s] speed of sound in the pipe. Holds for full bores and length / diameter above about 300.
WilsonBell wilson_bell(const Pipe&, double mass, double first_rate, double sound, double ratio);

}  // namespace muster::release
