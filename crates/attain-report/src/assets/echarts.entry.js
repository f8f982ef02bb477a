import { use } from 'echarts/core';
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
use([BarChart, LineChart, ScatterChart, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);
export { init } from 'echarts/core';
