using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AngleSharp.Html.Dom;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;

namespace Fabrique.Benchmarks;

/// <summary>
/// The last minute before a closing: applications filled and submitted through the pages, at a steady rate, by signed-in people. A submission is timed from the instant at which it
/// was due, so that a wait behind another counts.
/// </summary>
internal sealed class SubmissionMeasures(BenchmarkOptions options, Report report)
{
    private const string Form = "/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles";
    private const string Submit = "Déposer ma candidature";
    private const string Review = "Relire et déposer";
    private const double MostMilliseconds = 1_000;

    private static readonly string[] Accounts = ["agent", "agent2", "manager", "membre", "coach"];

    private int Submissions => options.IsQuick ? 60 : 300;

    private TimeSpan Length => TimeSpan.FromSeconds(options.IsQuick ? 12 : 60);

    private int Browsers => Submissions / 15;

    public async Task RunAsync()
    {
        if (!options.Wants("submissions") || options.Program is null)
        {
            return;
        }

        foreach (var engine in options.Engines.Where(engine => engine == Engine.Sqlite || PostgresCluster.WhyUnavailable is null))
        {
            double? beside = options.Beside is null ? null : await MeasureAsync(engine, options.Beside, "the other build", null);
            await MeasureAsync(engine, options.Program, "this build", beside);
        }
    }

    /// <summary>Fills the form and goes to where it is submitted; a build without a page to read it again submits from the form.</summary>
    private static async Task<PreparedForm> FillAsync(FormBrowser browser)
    {
        await browser.GoAsync(Form);
        var fields = browser.Page.QuerySelectorAll("main form input[type=text], main form input[type=number], main form textarea")
            .Select(field => (Name: field.GetAttribute("name")!, Value: field is IHtmlInputElement { Type: "number" } ? "4" : "Cent relevés refaits chaque année, dans trois services."))
            .ToArray();
        if (browser.Page.QuerySelectorAll("main button").All(button => FormBrowser.Fold(button.TextContent) != Review))
        {
            return browser.Prepare(Submit, fields);
        }

        await browser.PressAsync(Review, fields);
        return browser.Prepare(Submit);
    }

    private async Task<double> MeasureAsync(Engine engine, string program, string name, double? beside)
    {
        await using var product = await Product.CreateAsync(engine, isEmpty: true);
        using var served = await ServedProduct.StartAsync(program, product.Environment);
        var browsers = new List<FormBrowser>();
        for (var index = 0; index < Browsers; index++)
        {
            browsers.Add(new FormBrowser(served.Address));
            await browsers[index].SignInAsync(Accounts[index % Accounts.Length]);
        }

        await SubmitAsync(browsers[0]);
        var (whole, last, refused) = (new ConcurrentBag<double>(), new ConcurrentBag<double>(), new ConcurrentBag<string>());
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(browsers.Select(async (browser, index) =>
        {
            for (var turn = 0; turn < Submissions / Browsers; turn++)
            {
                var due = Length * ((turn * Browsers + index) / (double)Submissions);
                if (due - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } wait)
                {
                    using var timer = new PeriodicTimer(wait);
                    await timer.WaitForNextTickAsync();
                }

                var took = await SubmitAsync(browser);
                whole.Add((Stopwatch.GetElapsedTime(begun) - due).TotalMilliseconds);
                last.Add(took);
                if (!browser.Text.Contains("déposée", StringComparison.Ordinal))
                {
                    refused.Add(browser.Text);
                }
            }
        }));
        browsers.ForEach(browser => browser.Dispose());
        if (refused.TryPeek(out var sentence))
        {
            Console.Error.WriteLine(sentence);
        }

        var slow = Slow(last);
        report.Add(new Line(
            $"{Submissions} submissions in {Length.TotalSeconds:0} s, {name}",
            Report.Name(engine),
            string.Create(CultureInfo.InvariantCulture, $"{refused.Count} refused; the submission p95 {Report.Number(slow)} ms; form, review and submission p95 {Report.Number(Slow(whole))} ms"))
        {
            Ratio = slow / beside,
            Target = "0 refused, 1,000 ms",
            IsReached = refused.IsEmpty && slow <= MostMilliseconds,
        });
        return slow;
    }

    /// <returns>What the last request took, in milliseconds: the one that submits, with the page that says so.</returns>
    private static async Task<double> SubmitAsync(FormBrowser browser)
    {
        var form = await FillAsync(browser);
        var begun = Stopwatch.GetTimestamp();
        await browser.SendAsync(form);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Slow(IEnumerable<double> times)
    {
        List<double> sorted = [.. times.Order()];
        return sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1];
    }
}
