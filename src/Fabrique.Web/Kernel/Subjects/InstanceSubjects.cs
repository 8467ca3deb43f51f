using Fabrique.Data;
using Fabrique.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>Names what instances are about, in one query for each kind of subject met.</summary>
public sealed class InstanceSubjects(FabriqueDbContext db)
{
    /// <returns>Names by correlation id; without those that name nothing that exists.</returns>
    public async Task<IReadOnlyDictionary<string, string>> NameAsync(IEnumerable<string?> correlationIds, CancellationToken cancellationToken)
    {
        var subjects = correlationIds
            .Select(id => SubjectCorrelation.TryParse(id, out var subject) ? subject : default)
            .Where(subject => subject.Id != default)
            .ToLookup(subject => subject.Kind, subject => subject.Id);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (subjects.Contains(SubjectKind.Call))
        {
            foreach (var call in await db.Calls.Where(call => subjects[SubjectKind.Call].Contains(call.Id)).Select(call => new { call.Id, call.Title }).ToListAsync(cancellationToken))
            {
                names[new Subject(SubjectKind.Call, call.Id).ToCorrelationId()] = call.Title;
            }
        }

        if (subjects.Contains(SubjectKind.Application))
        {
            foreach (var application in await db.Applications.Where(application => subjects[SubjectKind.Application].Contains(application.Id)).Select(application => new { application.Id, application.Reference, application.Title }).ToListAsync(cancellationToken))
            {
                names[new Subject(SubjectKind.Application, application.Id).ToCorrelationId()] = $"{application.Reference} – {application.Title}";
            }
        }

        if (subjects.Contains(SubjectKind.Product))
        {
            foreach (var product in await db.Products.Where(product => subjects[SubjectKind.Product].Contains(product.Id)).Select(product => new { product.Id, product.Name }).ToListAsync(cancellationToken))
            {
                names[new Subject(SubjectKind.Product, product.Id).ToCorrelationId()] = product.Name;
            }
        }

        return names;
    }
}
