using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Products;
using Fabrique.Domain.Similarity;
using Fabrique.Web.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Similarities.FindResemblances;

/// <summary>
/// Reads the applications that were submitted, and the products, that changed since they were read, and keeps what is close to them. Everything is compared in memory,
/// once a run; nothing is read when nothing changed. Two hosts that do it at once find the same: the loser of a race leaves the rest to the next run.
/// </summary>
public sealed class FindResemblances(FabriqueDbContext db, TimeProvider clock) : IRecurringJob
{
    private const int Together = 100;

    // Ten thousand applications the first time.
    public TimeSpan Bound => TimeSpan.FromMinutes(30);

    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var products = await ChangedProducts().Select(product => product.Id).ToListAsync(cancellationToken);
        var applications = await ChangedApplications().OrderBy(application => application.SubmittedAt).ThenBy(application => application.Id).Select(application => application.Id).ToListAsync(cancellationToken);
        if (products.Count + applications.Count == 0)
        {
            return;
        }

        var known = await ReadAsync(cancellationToken);
        try
        {
            foreach (var ids in products.Chunk(Together))
            {
                var read = await db.Products.Where(product => ids.Contains(product.Id)).ToListAsync(cancellationToken);
                foreach (var product in read)
                {
                    known.Origins[product.Id] = product.ApplicationId;
                }

                await CompareAsync(known, SimilarityKind.Product, [.. read.Select(product => new Source(product.Id, product.Version, ComparedText.Of(product).Words))], cancellationToken);
            }

            foreach (var ids in applications.Chunk(Together))
            {
                var read = await db.Applications.AsNoTracking().Where(application => ids.Contains(application.Id)).ToListAsync(cancellationToken);
                await CompareAsync(known, SimilarityKind.Application, [.. read.Select(application => new Source(application.Id, application.Version, ComparedText.Of(application).Words))], cancellationToken);
            }
        }
        catch (DbUpdateException failure) when (DatabaseErrors.IsUniqueViolation(failure) || DatabaseErrors.IsConcurrencyConflict(failure))
        {
            db.ChangeTracker.Clear();
        }
    }

    private IQueryable<Application> ChangedApplications() => db.Applications
        .Where(application => application.SubmittedAt != null && !db.SimilarityDocuments.Any(document => document.Id == application.Id && document.SourceVersion == application.Version));

    private IQueryable<Product> ChangedProducts() => db.Products
        .Where(product => !db.SimilarityDocuments.Any(document => document.Id == product.Id && document.SourceVersion == product.Version));

    private async Task<Known> ReadAsync(CancellationToken cancellationToken)
    {
        var known = new Known();
        await foreach (var document in db.SimilarityDocuments.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            known.Kinds[document.Id] = document.Kind;
            known.Corpus.Add(document.Id, document.Bag);
        }

        foreach (var product in await db.Products.Select(product => new { product.Id, product.ApplicationId }).ToListAsync(cancellationToken))
        {
            known.Origins[product.Id] = product.ApplicationId;
        }

        return known;
    }

    private async Task CompareAsync(Known known, SimilarityKind kind, IReadOnlyList<Source> sources, CancellationToken cancellationToken)
    {
        var ids = sources.Select(source => source.Id).ToList();
        var documents = await db.SimilarityDocuments.Where(document => ids.Contains(document.Id)).ToDictionaryAsync(document => document.Id, cancellationToken);
        var kept = await db.Resemblances
            .Where(resemblance => ids.Contains(resemblance.ApplicationId)
                || (resemblance.OtherApplicationId != null && ids.Contains(resemblance.OtherApplicationId.Value))
                || (resemblance.ProductId != null && ids.Contains(resemblance.ProductId.Value)))
            .ToListAsync(cancellationToken);
        var pairs = kept.ToDictionary(PairOf);
        foreach (var source in sources)
        {
            if (documents.TryGetValue(source.Id, out var document))
            {
                if (!document.Read(source.Version, source.Words))
                {
                    continue;
                }
            }
            else
            {
                db.SimilarityDocuments.Add(SimilarityDocument.Of(source.Id, kind, source.Version, source.Words));
            }

            known.Kinds[source.Id] = kind;
            known.Corpus.Add(source.Id, source.Words);
            Link(known, kind, source, pairs);
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private void Link(Known known, SimilarityKind kind, Source source, Dictionary<(Guid One, Guid Other), Resemblance> pairs)
    {
        var close = known.Corpus.Nearest(source.Id, source.Words, 2 * Resemblance.Most)
            .Where(near => kind is SimilarityKind.Product
                ? known.Kinds[near.Id] is SimilarityKind.Application && known.Origins[source.Id] != near.Id
                : known.Kinds[near.Id] is SimilarityKind.Application || known.Origins[near.Id] != source.Id)
            .Take(Resemblance.Most)
            .ToDictionary(near => near.Id);
        foreach (var near in close.Values)
        {
            var pair = kind is SimilarityKind.Product ? (near.Id, source.Id) : known.Kinds[near.Id] is SimilarityKind.Product ? (source.Id, near.Id) : InOrder(source.Id, near.Id);
            if (!pairs.TryGetValue(pair, out var resemblance))
            {
                var now = clock.GetUtcNow();
                resemblance = kind is SimilarityKind.Product || known.Kinds[near.Id] is SimilarityKind.Product
                    ? Resemblance.OfProduct(Guid.CreateVersion7(now), pair.Item1, pair.Item2, now.UtcDateTime)
                    : Resemblance.OfApplications(Guid.CreateVersion7(now), pair.Item1, pair.Item2, now.UtcDateTime);
                pairs.Add(pair, resemblance);
                db.Resemblances.Add(resemblance);
            }

            resemblance.Measure(near);
        }

        // What was corrected may no longer be close; what somebody said of it stays.
        foreach (var (pair, gone) in pairs.Where(pair => pair.Value.Verdict is null && (pair.Key.One == source.Id || pair.Key.Other == source.Id) && !close.ContainsKey(pair.Key.One == source.Id ? pair.Key.Other : pair.Key.One)
            && db.Entry(pair.Value).State is not EntityState.Added).ToList())
        {
            pairs.Remove(pair);
            db.Resemblances.Remove(gone);
        }
    }

    private static (Guid One, Guid Other) PairOf(Resemblance resemblance) => (resemblance.ApplicationId, resemblance.ProductId ?? resemblance.OtherApplicationId!.Value);

    private static (Guid One, Guid Other) InOrder(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);

    private sealed record Source(Guid Id, int Version, WordBag Words);

    private sealed class Known
    {
        public SimilarityCorpus Corpus { get; } = new();

        public Dictionary<Guid, SimilarityKind> Kinds { get; } = [];

        /// <summary>Of each product, the application that it comes from: they are one idea by nature.</summary>
        public Dictionary<Guid, Guid?> Origins { get; } = [];
    }
}
