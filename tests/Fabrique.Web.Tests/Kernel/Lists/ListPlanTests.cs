using System.Data.Common;
using System.Net;
using Fabrique.Testing;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.Lists;

/// <summary>What a page of a list costs must not grow with the list: SQLite says how it will read it, whatever the number of lines.</summary>
public sealed class ListPlanTests
{
    private const string SortsAll = "USE TEMP B-TREE FOR ORDER BY";

    [Fact]
    public async Task Long_lists_are_read_in_the_order_of_an_index()
    {
        var plans = new Plans();
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, services => services.AddSingleton<IInterceptor>(plans));
        var faults = new List<string>();
        foreach (var (account, address) in new[]
        {
            ("equipe", "/instruction"),
            ("equipe", "/instruction?tri=depot"),
            ("equipe", "/instruction?tri=titre"),
            ("equipe", "/instruction?tri=-titre"),
            ("equipe", "/instruction?etat=en-instruction"),
            ("equipe", "/instruction?tri=reference"),
            ("equipe", "/instruction?tri=decision"),
            ("equipe", "/instruction?tri=echeance"),
            ("equipe", "/produits"),
            ("admin", "/administration/envois"),
            ("admin", "/administration/envois?tri=destinataire"),
            ("admin", "/administration/envois?tri=-destinataire"),
            ("admin", "/administration/envois?etat=envoyes"),
            ("admin", "/administration/envois?etat=envoyes&tri=destinataire"),
        })
        {
            using var browser = await app.BrowseAsync(account);
            var read = await plans.OfAsync(() => browser.GoAsync(address));
            Assert.Equal((address, HttpStatusCode.OK), (address, browser.Status));
            Assert.True(read.Count > 0, $"{address}: no page of a list was read");
            faults.AddRange(read.Where(plan => plan.Contains(SortsAll, StringComparison.Ordinal)).Select(plan => $"{address}: {plan}"));
        }

        Assert.Empty(faults);
    }

    /// <summary>Holders of a role are not asked about their own cases: those are read once, not looked for from each task.</summary>
    [Fact]
    public async Task Tasks_are_told_from_own_cases_by_a_query_that_is_run_once()
    {
        var plans = new Plans();
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, services => services.AddSingleton<IInterceptor>(plans));
        using var browser = await app.BrowseAsync("equipe");
        foreach (var address in new[] { "/taches", "/taches?vue=faites", "/taches?vue=attendues", "/taches?vue=closes", "/taches?recherche=a", "/taches/equipe" })
        {
            var read = await plans.OfAsync(() => browser.GoAsync(address));
            Assert.Equal((address, HttpStatusCode.OK), (address, browser.Status));
            Assert.DoesNotContain("CORRELATED", Assert.Single(read), StringComparison.Ordinal);
        }
    }

    /// <summary>Asks for the plan of each query that reads a page of a list, before it is run.</summary>
    private sealed class Plans : DbCommandInterceptor
    {
        private List<string>? read;

        public async Task<IReadOnlyList<string>> OfAsync(Func<Task> action)
        {
            var plans = read = [];
            await action();
            read = null;
            return plans;
        }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (read is { } plans && command.CommandText.Contains("ORDER BY", StringComparison.Ordinal) && command.CommandText.Contains("LIMIT", StringComparison.Ordinal))
            {
                plans.Add(await ExplainAsync(command, cancellationToken));
            }

            return result;
        }

        private static async Task<string> ExplainAsync(DbCommand command, CancellationToken cancellationToken)
        {
            await using var explain = command.Connection!.CreateCommand();
            explain.Transaction = command.Transaction;
#pragma warning disable CA2100 // What the product asks.
            explain.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
#pragma warning restore CA2100
            foreach (DbParameter parameter in command.Parameters)
            {
                var same = explain.CreateParameter();
                (same.ParameterName, same.Value) = (parameter.ParameterName, parameter.Value);
                explain.Parameters.Add(same);
            }

            var lines = new List<string>();
            await using var reader = await explain.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                lines.Add(reader.GetString(reader.GetOrdinal("detail")));
            }

            return string.Join("; ", lines);
        }
    }
}
