package org.backgroundtasks.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The curves of {@link Scale} as pictures: the medians. */
record Plots(ScaleResults results, Path directory) {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final float LINE = 2;

    void draw() throws IOException {
        draw(
                "tasks",
                chart("Time a task, by the tasks of a request", "tasks in the request", "µs a task", true, true),
                Scale.TASKS,
                Scale.NANOS,
                1e-3,
                Map.of(
                        Scale.LIBRARY,
                        "library",
                        Scale.SCOPE,
                        "by hand: context and scope",
                        Scale.EXECUTE,
                        "by hand: bare"));
        draw(
                "waiting",
                chart("Memory of waiting tasks", "tasks waiting in one request", "bytes a task", true, false),
                Scale.WAITING,
                Scale.BYTES,
                1,
                Map.of(Scale.LIBRARY, "engine", Scale.CONTEXT, "the container's context"));
        draw(
                "observers",
                chart("Time a task, by the observers of its events", "observers", "µs a task", false, false),
                Scale.OBSERVERS,
                Scale.NANOS,
                1e-3,
                Map.of(Scale.LIBRARY, "library"));
        draw(
                "classes",
                chart("Deployment, by the classes of the application", "bean classes", "ms", false, false),
                Scale.CLASSES,
                Scale.MILLIS,
                1,
                Map.of(Scale.LIBRARY, "with the library", Scale.WITHOUT, "without"));
    }

    private static XYChart chart(String title, String across, String up, boolean logAcross, boolean logUp) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(across)
                .yAxisTitle(up)
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(logAcross)
                .setYAxisLogarithmic(logUp)
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern("#,##0.##")
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE);
        if (!logUp) {
            chart.getStyler().setYAxisMin(0.0);
        }
        return chart;
    }

    private void draw(
            String name, XYChart chart, String curve, String unit, double factor, Map<String, String> variants)
            throws IOException {
        variants.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(variant -> {
            List<Double> xs = new ArrayList<>();
            List<Double> ys = new ArrayList<>();
            for (long x : results.places(curve)) {
                Spread measured = results.at(curve, variant.getKey(), unit, x);
                if (measured.isPresent()) {
                    xs.add((double) x);
                    ys.add(measured.median() * factor);
                }
            }
            if (!xs.isEmpty()) {
                XYSeries series = chart.addSeries(variant.getValue(), xs, ys);
                series.setLineStyle(new BasicStroke(LINE));
            }
        });
        if (!chart.getSeriesMap().isEmpty()) {
            BitmapEncoder.saveBitmap(chart, directory.resolve(name).toString(), BitmapFormat.PNG);
        }
    }
}
