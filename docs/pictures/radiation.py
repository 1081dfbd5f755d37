# Draws the radiation of an image made by `muster export --to vtkhdf`, from above: radiation.py IMAGE.hdf PICTURE.png
import sys

from paraview.simple import *

image = OpenDataFile(sys.argv[1])
view = CreateRenderView(ViewSize=[640, 400], Background=[1, 1, 1], OrientationAxesVisibility=0, UseColorPaletteForBackground=0)
floor = Threshold(image, Scalars=["POINTS", "peak_radiation_W_m2"], LowerThreshold=0, UpperThreshold=1e9)  # not NaN
shown = Show(floor, view)
ColorBy(shown, ("POINTS", "peak_radiation_W_m2"))
colours = GetColorTransferFunction("peak_radiation_W_m2")
colours.ApplyPreset("Inferno (matplotlib)", True)
colours.RescaleTransferFunction(0, 40000)
bar = GetScalarBar(colours, view)
bar.Title, bar.ComponentTitle, bar.TitleColor, bar.LabelColor = "W/m2", "", [0, 0, 0], [0, 0, 0]
shown.SetScalarBarVisibility(view, True)
view.ResetActiveCameraToNegativeZ()
ResetCamera(view)
view.CameraParallelProjection = 1
SaveScreenshot(sys.argv[2], view)
