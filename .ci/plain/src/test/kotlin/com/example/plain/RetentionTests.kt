package com.example.plain

import io.e2e.migrations.junit.MigratedDatabase
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.RepeatedTest
import javax.sql.DataSource

@MigratedDatabase(tables = ["audit_events"], reset = true)
class RetentionTests(private val dataSource: DataSource) {

    @RepeatedTest(2)
    fun `policies when the test begins are those of the migrations`() {
        dataSource.connection.use { connection ->
            connection.createStatement().use { statement ->
                statement.executeQuery("SELECT count(*) FROM audit_retention_policies").use { rows ->
                    rows.next()
                    assertEquals(5, rows.getInt(1))
                }
                statement.executeUpdate("DELETE FROM audit_retention_policies")
            }
        }
    }
}
