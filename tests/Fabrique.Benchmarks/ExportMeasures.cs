using System.Diagnostics;
using System.Globalization;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;

namespace Fabrique.Benchmarks;

/// <summary>The screening list of a large database, taken away in each format by the job of the product itself: how long it is written, and how much more memory the process takes meanwhile.</summary>
internal sealed class ExportMeasures(BenchmarkOptions options, Report report)
{
    private const double MostSeconds = 5;
    private const double MostMegabytes = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(40);
    private static readonly string[] Formats = ["csv-fr", "csv", "xlsx", "ods"];

    public async Task RunAsync()
    {
        if (!options.Wants("exports") || options.Program is null)
        {
            return;
        }

        foreach (var engine in options.Engines.Where(engine => engine == Engine.Sqlite || PostgresCluster.WhyUnavailable is null))
        {
            await using var product = await Product.CreateAsync(engine);
            (await ServedProduct.StartAsync(options.Program, product.Environment)).Dispose();
            await new LargeDatabase(product, options.Applications).FillAsync();

            // What the copies made due would be done in the same process.
            await product.ExecuteAsync("delete from workflow_bookmarks");
            await product.ExecuteAsync("update workflow_instances set status = 1");
            await product.ExecuteAsync("update work_items set status = 'Cancelled', outcome = null where status = 'Open'");
            await product.ExecuteAsync("delete from outgoing_mails where status <> 'Sent'");
            using var served = await ServedProduct.StartAsync(options.Program, product.Environment, "all");
            using var browser = new FormBrowser(served.Address);
            await browser.SignInAsync("equipe");
            await Task.Delay(Settling);

            // The first of each is compiled while it runs.
            foreach (var format in Formats)
            {
                await MeasureAsync(product, served, browser, format, "titre", isTold: false);
            }

            foreach (var format in Formats)
            {
                await MeasureAsync(product, served, browser, format, "-titre", isTold: true);
            }
        }
    }

    private async Task MeasureAsync(Product product, ServedProduct served, FormBrowser browser, string format, string order, bool isTold)
    {
        await browser.GoAsync($"/exports/nouveau?source=instruction&filtre={Uri.EscapeDataString($"tri={order}")}");
        var form = browser.Prepare("Exporter");
        var before = served.WorkingSet;
        await browser.SendAsync(form with { Values = [.. form.Values.Where(field => field.Key != "Format"), new("Format", format)] });
        var peak = before;
        var watch = Stopwatch.StartNew();
        while (await product.TextAsync("select state from exports order by asked_at desc limit 1") is not ("Ready" or "Failed"))
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"{format} is not ready.");
            }

            peak = Math.Max(peak, served.WorkingSet);
            await Task.Delay(20);
        }

        var lines = await product.TextAsync("select cast(done as text) from exports order by asked_at desc limit 1");
        var began = await InstantAsync(product, "select cast(min(at) as text) from audit_entries where action = 'Modified' and entity_id = (select lower(cast(id as text)) from exports order by asked_at desc limit 1)");
        var ended = await InstantAsync(product, "select cast(ended_at as text) from exports order by asked_at desc limit 1");
        if (!isTold)
        {
            return;
        }

        var (seconds, megabytes) = ((ended - began).TotalSeconds, (peak - before) / 1e6);
        report.Add(new Line($"export {format}, {lines} lines", product.EngineName, string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s, +{megabytes:0} MB"))
        {
            Target = string.Create(CultureInfo.InvariantCulture, $"≤ {MostSeconds} s, ≤ {MostMegabytes} MB more for 10,000 lines"),
            IsReached = seconds <= MostSeconds && megabytes <= MostMegabytes,
        });
    }

    private static async Task<DateTime> InstantAsync(Product product, string sql) =>
        DateTime.Parse(await product.TextAsync(sql), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
