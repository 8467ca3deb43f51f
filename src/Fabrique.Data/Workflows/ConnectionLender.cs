using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Workflows;

/// <summary>An open connection of one borrower at a time.</summary>
internal sealed record Loan(DbConnection Connection, AsyncServiceScope? Scope) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        if (Scope is { } scope)
        {
            await scope.DisposeAsync();
        }
    }
}

/// <summary>
/// Opens connections as the product's context does. PostgreSQL's driver keeps its idle ones with their prepared statements; SQLite's forgets the
/// statements with the connection, so a few are kept open here.
/// </summary>
internal sealed class ConnectionLender : IDisposable
{
    private const int Kept = 8;
    private readonly IServiceScopeFactory _scopes;
    private readonly IServiceScope _scope;
    private readonly DbConnection _template;
    private readonly ConcurrentBag<Loan> _idle = [];
    private volatile bool _isDisposed;

    public ConnectionLender(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        _scope = scopes.CreateScope();
        var db = _scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        _template = db.Database.GetDbConnection();
        IsPostgreSql = db.Database.IsNpgsql();
        DataSource = _template.DataSource;
        IsWatched = _scope.ServiceProvider.GetServices<IInterceptor>().Any(interceptor => interceptor is IDbTransactionInterceptor);
    }

    public bool IsPostgreSql { get; }

    public string DataSource { get; }

    /// <summary>Whether somebody wants to hear of every commit: then each goes through the context.</summary>
    public bool IsWatched { get; }

    public async ValueTask<Loan> BorrowAsync(CancellationToken cancellationToken)
    {
        if (!IsPostgreSql)
        {
            return _idle.TryTake(out var kept) ? kept : await OpenAsync(cancellationToken);
        }

        var connection = (DbConnection)((ICloneable)_template).Clone();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new Loan(connection, null);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask ReturnAsync(Loan loan)
    {
        if (IsPostgreSql || _isDisposed || _idle.Count >= Kept || loan.Connection.State != ConnectionState.Open)
        {
            return loan.DisposeAsync();
        }

        _idle.Add(loan);
        if (_isDisposed)
        {
            CloseIdle();
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
        _scope.Dispose();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var kept))
        {
            kept.Connection.Dispose();
            kept.Scope?.Dispose();
        }
    }

    // A context of its own opens it: with the pragmas and functions that the product's queries count on.
    private async Task<Loan> OpenAsync(CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        try
        {
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            await db.Database.OpenConnectionAsync(cancellationToken);
            return new Loan(db.Database.GetDbConnection(), scope);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }
}
