using System.Diagnostics;
using System.Globalization;
using System.Text;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;

namespace Fabrique.Benchmarks;

/// <summary>Lists and main pages of the product on a large database: how long they take, one reader after the other, how often they ask the database, and how much they send.</summary>
internal sealed class PageMeasures(BenchmarkOptions options, Report report)
{
    private const int WarmUps = 5;
    private const double MostMilliseconds = 150;
    private const int MostQueries = 10;
    private const int MostBytes = 150_000;
    private const int RankedApplications = 300;

    private int Requests => options.IsQuick ? 30 : 60;

    public async Task RunAsync()
    {
        if (options.Program is null)
        {
            return;
        }

        foreach (var engine in options.Engines.Where(engine => engine == Engine.Sqlite || PostgresCluster.WhyUnavailable is null))
        {
            if (options.Wants("pages"))
            {
                await RunAsync(engine, options.Program, options.Applications, "", PagesAsync, []);
            }

            if (options.Wants("juries"))
            {
                await RunAsync(engine, options.Program, product => new LargeJury(product, RankedApplications).FillAsync(), $"{RankedApplications} applications × {LargeJury.Members} jurors: ", RankingAsync, []);
            }

            foreach (var applications in options.Wants("screening") ? options.ScreenedApplications : [])
            {
                var title = string.Create(CultureInfo.InvariantCulture, $"{applications:N0}: ");
                var beside = options.Beside is null ? [] : await RunAsync(engine, options.Beside, applications, $"the other build, {title}", _ => Task.FromResult(ListsOfAllTime()), []);
                await RunAsync(engine, options.Program, applications, title, ScreeningAsync, beside);
            }
        }
    }

    private Task<Dictionary<string, double>> RunAsync(
        Engine engine, string program, int applications, string title, Func<Product, Task<Dictionary<string, IReadOnlyList<string>>>> find, Dictionary<string, double> beside) =>
        RunAsync(engine, program, product => new LargeDatabase(product, applications).FillAsync(), title, find, beside);

    /// <returns>The 95th centile of each page, in milliseconds.</returns>
    private async Task<Dictionary<string, double>> RunAsync(
        Engine engine, string program, Func<Product, Task> fill, string title, Func<Product, Task<Dictionary<string, IReadOnlyList<string>>>> find, Dictionary<string, double> beside)
    {
        var slow = new Dictionary<string, double>(StringComparer.Ordinal);
        await using var product = await Product.CreateAsync(engine);

        // The first start brings the rows that are copied.
        (await ServedProduct.StartAsync(program, product.Environment)).Dispose();
        var watch = Stopwatch.StartNew();
        await fill(product);
        Console.Error.WriteLine($"{product.EngineName}: filled in {watch.Elapsed.TotalSeconds:0} s.");
        using var served = await ServedProduct.StartAsync(program, product.Environment);
        foreach (var (account, pages) in await find(product))
        {
            using var browser = new FormBrowser(served.Address);
            await browser.SignInAsync(account);
            using var client = new HttpClient { BaseAddress = served.Address };
            client.DefaultRequestHeaders.Add("Cookie", browser.CookieHeader);
            foreach (var page in pages)
            {
                slow[page] = await MeasureAsync(product, served, client, account, page, title, beside.TryGetValue(page, out var other) ? other : null);
            }
        }

        return slow;
    }

    /// <summary>The lists that older builds have too.</summary>
    private static Dictionary<string, IReadOnlyList<string>> ListsOfAllTime() => new(StringComparer.Ordinal)
    {
        ["equipe"] = ["/instruction", "/instruction?page=100", "/instruction?tri=titre", "/instruction?tri=-titre", "/instruction?tri=agent", "/instruction?etat=en-instruction"],
    };

    private static async Task<Dictionary<string, IReadOnlyList<string>>> ScreeningAsync(Product product)
    {
        const string Call = "services-deconcentres-mieux-outilles-3";
        var label = await product.TextAsync("select min(cast(id as text)) from screening_labels where name = 'Complet'");
        var reference = await product.TextAsync("select min(reference) from applications where reference like '%-16' and status = 'UnderScreening'");
        var fortieth = await product.TextAsync("select reference from applications where submitted_at is not null order by submitted_at desc, reference desc limit 1 offset 39");
        var third = await product.TextAsync(
            "select one.reference from applications one join (select subject_id, min(due_at) as due_at from work_items where subject_kind = 'Application' and status = 'Open' group by subject_id) task on task.subject_id = one.id "
            + "where one.status = 'UnderScreening' order by task.due_at, one.id limit 1 offset 2");

        // The last is asked with a rank that is no longer its own.
        return new()
        {
            ["equipe"] =
            [
                "/instruction", "/instruction?page=100", "/instruction?tri=titre", "/instruction?tri=-titre", "/instruction?tri=agent", "/instruction?tri=echeance", "/instruction?tri=-echeance", "/instruction?tri=decision",
                "/instruction?etat=en-instruction", "/instruction?etat=en-instruction&tri=echeance", $"/instruction?appel={Call}", $"/instruction?appel={Call}&tri=echeance", "/instruction?retard=oui", $"/instruction?etiquette={label}",
                "/instruction?responsable=personne", "/instruction?responsable=moi", "/instruction?recherche=137", "/instruction?recherche=passerelle+137", "/instruction?recherche=C-2026-0007-137", "/instruction?recherche=passerelle",
                $"/instruction/{fortieth}?rang=40", $"/instruction/{third}?etat=en-instruction&tri=echeance&rang=3", $"/instruction/{reference}?rang=40",
            ],
        };
    }

    private static async Task<Dictionary<string, IReadOnlyList<string>>> RankingAsync(Product product)
    {
        var ranking = $"/jurys/{await product.TextAsync("select lower(cast(id as text)) from panels")}/classement";
        return new() { ["equipe"] = [ranking, $"{ranking}?base=brut"], ["directrice"] = [ranking] };
    }

    private static async Task<Dictionary<string, IReadOnlyList<string>>> PagesAsync(Product product)
    {
        var reference = await product.TextAsync("select min(reference) from applications where reference like '%-16' and status = 'UnderScreening'");
        var ghid = await product.TextAsync("select min(ghid) from products where ghid like 'haie-vive.16'");
        var mail = await product.TextAsync("select min(cast(id as text)) from outgoing_mails where cast(id as text) like '00000010%'");
        var instance = await product.TextAsync("select min(id) from workflow_instances where id like '00000010%' and status = 0");
        return new()
        {
            ["equipe"] =
            [
                "/", "/appels", "/appels/services-deconcentres-mieux-outilles", "/produits", $"/produits/{ghid}", $"/produits/{ghid}/suivi", "/mon-espace", "/taches", "/taches?tri=-intitule", "/taches?page=20",
                "/instruction", "/instruction?page=100", "/instruction?tri=titre", "/instruction?tri=agent", "/instruction?etat=en-instruction", "/instruction?etat=retenue&tri=-titre",
                "/instruction?appel=services-deconcentres-mieux-outilles-3", $"/candidatures/{reference}", $"/candidatures/{reference}/rapprochements",
            ],
            ["directrice"] = ["/mon-espace", "/taches", "/taches?genre=Opinion"],
            ["agent"] = ["/mon-espace", "/taches"],
            ["admin"] =
            [
                "/mon-espace", "/administration", "/administration/instances", "/administration/instances?etat=toutes&page=100", "/administration/instances?etat=incidents", $"/administration/instances/{instance}",
                "/administration/incidents", "/administration/incidents?genre=messages&sujet=Application", "/administration/incidents?etat=clos",
                "/administration/envois", "/administration/envois?tri=destinataire", "/administration/envois?etat=en-echec", "/administration/envois?etat=envoyes&page=100", $"/administration/envois/{mail}",
                "/administration/procedures", "/administration/procedures/candidature", "/administration/procedures/candidature/migration",
            ],
        };
    }

    private async Task<double> MeasureAsync(Product product, ServedProduct served, HttpClient client, string account, string page, string title, double? beside)
    {
        var bytes = 0;
        for (var request = 0; request < WarmUps; request++)
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
            if (!answer.IsSuccessStatusCode || answer.RequestMessage!.RequestUri!.PathAndQuery != page)
            {
                throw new InvalidOperationException($"{page} as {account}: {(int)answer.StatusCode}, {answer.RequestMessage!.RequestUri}");
            }

            bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        var (host, server, times) = (served.CpuTime, ServerProcess.CpuTime(), new List<double>());
        for (var request = 0; request < Requests; request++)
        {
            times.Add(await Sampling.MillisecondsAsync(() => client.GetByteArrayAsync(new Uri(page, UriKind.Relative))));
        }

        var (hostCpu, serverCpu) = (served.CpuTime - host, ServerProcess.CpuTime() - server);
        times.Sort();
        var (median, slow) = (Sampling.Median(times), times[(int)Math.Ceiling(times.Count * 0.95) - 1]);
        var queries = await StatementLog.CountAsync(product, () => client.GetByteArrayAsync(new Uri(page, UriKind.Relative)));
        report.Add(new Line(
            $"{title}{page} as {account}",
            product.EngineName,
            string.Create(CultureInfo.InvariantCulture, $"p95 {Report.Number(slow)} ms (median {Report.Number(median)}), {(queries is null ? "" : $"{queries} queries, ")}{bytes / 1000.0:0.0} kB"))
        {
            Cpu = hostCpu.TotalMicroseconds / times.Count,
            ServerCpu = product.Engine == Engine.PostgreSql ? serverCpu?.TotalMicroseconds / times.Count : null,
            Target = string.Create(CultureInfo.InvariantCulture, $"{MostMilliseconds} ms, {MostQueries} queries, {MostBytes / 1000} kB"),
            IsReached = slow <= MostMilliseconds && bytes <= MostBytes && !(queries > MostQueries),
            Ratio = slow / beside,
        });
        return slow;
    }

    /// <summary>The statements that a PostgreSQL server of our own is asked to execute, those of the runtime too: both engines are asked the same.</summary>
    private static class StatementLog
    {
        /// <returns>Null where they cannot be counted.</returns>
        public static async Task<int?> CountAsync(Product product, Func<Task> action)
        {
            var file = Path.Combine(ProcessFolder.Path, "postgres", "log");
            if (product.Engine == Engine.Sqlite || !File.Exists(file))
            {
                await action();
                return null;
            }

            await SetAsync(product, "all");
            var from = new FileInfo(file).Length;
            await action();
            await using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Seek(from, SeekOrigin.Begin);
            using var reader = new StreamReader(log, Encoding.UTF8);
            var lines = (await reader.ReadToEndAsync()).Split('\n');
            await SetAsync(product, "none");
            return lines.Count(line => line.Contains("LOG:  execute ", StringComparison.Ordinal) || line.Contains("LOG:  statement: ", StringComparison.Ordinal));
        }

        // Every session reads it again before its next statement.
        private static async Task SetAsync(Product product, string what)
        {
            await product.ExecuteAsync($"alter system set log_statement = '{what}'");
            await product.ExecuteAsync("select pg_reload_conf()");
            while (await product.TextAsync("show log_statement") != what)
            {
            }
        }
    }
}
