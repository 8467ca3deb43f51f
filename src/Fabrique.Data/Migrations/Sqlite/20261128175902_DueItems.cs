using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Fabrique.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DueItems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "due_attempts",
                columns: table => new
                {
                    source = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    key = table.Column<Guid>(type: "TEXT", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    leased_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    next_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    failed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    cause = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    last_error = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_due_attempts", x => new { x.source, x.key });
                    table.CheckConstraint("ck_due_attempts_cause_length", "length(cause) <= 300");
                    table.CheckConstraint("ck_due_attempts_last_error_length", "length(last_error) <= 1000");
                    table.CheckConstraint("ck_due_attempts_source_length", "length(source) <= 60");
                });

            migrationBuilder.CreateTable(
                name: "due_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    argument = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_due_requests", x => x.id);
                    table.CheckConstraint("ck_due_requests_argument_length", "length(argument) <= 200");
                    table.CheckConstraint("ck_due_requests_source_length", "length(source) <= 60");
                });

            migrationBuilder.CreateIndex(
                name: "ix_due_attempts_failed_at",
                table: "due_attempts",
                column: "failed_at");

            migrationBuilder.CreateIndex(
                name: "ix_due_requests_source_due_at",
                table: "due_requests",
                columns: new[] { "source", "due_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "due_attempts");

            migrationBuilder.DropTable(
                name: "due_requests");
        }
    }
}
