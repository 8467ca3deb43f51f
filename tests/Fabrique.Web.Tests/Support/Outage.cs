using System.Data.Common;
using Fabrique.Web.Features.Instances.ShowInstance;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Support;

/// <summary>What keeps the application from its database, for as long as it is set: the pages that go round Entity Framework fail as a whole.</summary>
internal sealed class Outage : DbCommandInterceptor, IAsyncPageFilter
{
    private volatile Exception? failure;

    /// <summary>As SQLite says that it cannot open its file.</summary>
    public static Exception Stopped => new SqliteException("unable to open database file", SQLitePCL.raw.SQLITE_CANTOPEN);

    public void AddTo(IServiceCollection services) => services.AddSingleton<IInterceptor>(this).Configure<MvcOptions>(options => options.Filters.Add(this));

    public Exception? Failure
    {
        get => failure;
        set => failure = value;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => Check(result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => Check(result);

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        context.HandlerInstance is ShowInstanceModel && failure is { } thrown ? Task.FromException(thrown) : next();

    private ValueTask<T> Check<T>(T result) => failure is { } thrown ? ValueTask.FromException<T>(thrown) : ValueTask.FromResult(result);
}
