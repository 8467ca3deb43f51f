using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>Names what instances are about, in one query for each kind of subject met.</summary>
public sealed class SubjectNames(FabriqueDbContext db, SubjectTypes types)
{
    /// <returns>Names by correlation id; without those that name nothing that exists.</returns>
    public async Task<IReadOnlyDictionary<string, string>> NameAsync(IEnumerable<string?> correlationIds, CancellationToken cancellationToken)
    {
        var subjects = correlationIds.Select(id => types.TryParse(id, out var subject) ? subject : default).Where(subject => subject.Id != default).Distinct();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var same in subjects.GroupBy(subject => subject.Kind, subject => subject.Id, StringComparer.Ordinal))
        {
            foreach (var (id, name) in await types.Find(same.Key)!.NameAsync(db, [.. same], cancellationToken))
            {
                names[new Subject(same.Key, id).ToCorrelationId()] = name.Name;
            }
        }

        return names;
    }

    /// <summary>Names those that the signed-in person may open, in two queries for each kind of subject met.</summary>
    /// <returns>Names and addresses by subject.</returns>
    public async Task<IReadOnlyDictionary<Subject, SubjectName>> NameReadableAsync(Actor actor, IEnumerable<string?> correlationIds, CancellationToken cancellationToken)
    {
        var subjects = correlationIds.Select(id => types.TryParse(id, out var subject) ? subject : default).Where(subject => subject.Id != default).Distinct();
        var names = new Dictionary<Subject, SubjectName>();
        foreach (var same in subjects.GroupBy(subject => subject.Kind, subject => subject.Id, StringComparer.Ordinal))
        {
            var type = types.Find(same.Key)!;
            Guid[] asked = [.. same];
            var readable = await type.Readable(db, actor).Where(id => asked.Contains(id)).ToListAsync(cancellationToken);
            foreach (var (id, name) in await type.NameAsync(db, readable, cancellationToken))
            {
                names[new Subject(same.Key, id)] = name;
            }
        }

        return names;
    }

    /// <summary>Names one subject.</summary>
    /// <returns>Its name and address; null when it does not exist, or when no module brings its kind.</returns>
    public async Task<SubjectName?> FindAsync(Subject subject, CancellationToken cancellationToken) =>
        types.Find(subject.Kind) is { } type ? (await type.NameAsync(db, [subject.Id], cancellationToken)).GetValueOrDefault(subject.Id) : null;
}
