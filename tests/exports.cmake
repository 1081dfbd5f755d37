# Opens what the guide's test exported in the programs it is meant for, where they are installed: GDAL and ParaView.
#   cmake -DWORK=<folder in which guide.cmake worked> -P exports.cmake
function(opens what expected)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT status EQUAL 0 OR NOT said MATCHES "${expected}")
    message(FATAL_ERROR "${what}: status ${status}, expected ${expected}:\n${said}")
  endif()
  message(STATUS "${what}: opens")
endfunction()

find_program(OGRINFO ogrinfo)
find_program(PVPYTHON pvpython)
if(NOT OGRINFO AND NOT PVPYTHON)
  message("skipped: neither ogrinfo (package gdal-bin) nor pvpython (package paraview) is installed")
  return()
endif()
if(OGRINFO)
  opens("GeoJSON in GDAL" "Feature Count: [1-9]" ${OGRINFO} -so -al ${WORK}/my_office/map.geojson)
  opens("KML in GDAL" "exit" ${OGRINFO} -so -al ${WORK}/my_office/map.kml)
endif()
if(PVPYTHON)
  # People at the start, and the one point that stands for nobody at the end.
  file(WRITE ${WORK}/look.py "
from paraview.simple import *
reader = XDMFReader(FileNames=['${WORK}/my_office/people.xmf'])
reader.UpdatePipelineInformation()
times = reader.TimestepValues
for time in (times[0], times[-1]):
    reader.UpdatePipeline(time)
    print('points', servermanager.Fetch(reader).GetBlock(0).GetNumberOfPoints())
")
  set(PARAVIEW ${CMAKE_COMMAND} -E env QT_QPA_PLATFORM=offscreen ${PVPYTHON} --force-offscreen-rendering)
  opens("XDMF in ParaView" "points 140.*points 1" ${PARAVIEW} ${WORK}/look.py)
  # The highest radiation of the image is that of the hottest square.
  file(WRITE ${WORK}/look_at_fields.py "
from paraview.simple import *
reader = OpenDataFile('${WORK}/exports/farm/fields-hazards-1.hdf')
image = servermanager.Fetch(reader)
field = image.GetPointData().GetArray('peak_radiation_W_m2')
values = [field.GetValue(i) for i in range(field.GetNumberOfTuples())]
largest = max(v for v in values if v == v)
rows = [line.split(',') for line in open('${WORK}/exports/farm/people-hazards.csv')]
column = rows[0].index('peak_W_m2')
hottest = max(float(row[column]) for row in rows[1:] if row[column])
print('points', len(values) == image.GetNumberOfPoints() > 0, 'same', abs(largest - hottest) < 1e-3 * hottest)
")
  opens("VTKHDF in ParaView" "points True same True" ${PARAVIEW} ${WORK}/look_at_fields.py)
endif()
